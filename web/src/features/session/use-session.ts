import { useQuery } from '@tanstack/react-query'
import { type Person, sessionQuery } from './session'

export function useSession(): Person | null {
  return useQuery(sessionQuery).data ?? null
}
