import { createStore, useStore } from '@/lib/store'

/** Tasks that were done a moment ago: they stay in their list long enough to be seen ticked. */
const LINGER_MS = 700
const lingering = createStore<ReadonlySet<string>>(new Set())

export function linger(id: string): void {
  lingering.set((ids) => new Set(ids).add(id))
  setTimeout(
    () =>
      lingering.set((ids) => {
        const next = new Set(ids)
        next.delete(id)
        return next
      }),
    LINGER_MS,
  )
}

export function useLingering(): ReadonlySet<string> {
  return useStore(lingering)
}
