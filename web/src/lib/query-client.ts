import { QueryClient } from '@tanstack/react-query'
import { asProblem } from './problem'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events say when something has changed; asking again on every visit would be waste.
      staleTime: 60_000,
      gcTime: 30 * 60_000,
      retry: (failures, error) => failures < 2 && asProblem(error).isPassing,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
