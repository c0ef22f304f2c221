import { useSyncExternalStore } from 'react'

const query = window.matchMedia?.('(max-width: 47.99rem)')

function watch(listener: () => void): () => void {
  query?.addEventListener('change', listener)
  return () => query?.removeEventListener('change', listener)
}

/** Whether the window is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => query?.matches ?? false)
}
