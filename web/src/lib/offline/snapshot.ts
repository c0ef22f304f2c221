/** What was read last, kept so that the app opens without a network and without waiting. */
import type { Query, QueryClient } from '@tanstack/react-query'
import { database } from './database'
import { outbox } from './outbox'

const SAVE_MS = 400

/** The first parts of the keys of the queries worth keeping. */
const KEPT = new Set(['session', 'tasks', 'projects', 'sections', 'labels', 'saved-filters', 'preferences'])

interface Kept {
  key: readonly unknown[]
  data: unknown
  at: number
}

function isKept(query: Query): boolean {
  return query.state.data !== undefined && KEPT.has(String(query.queryKey[0])) && query.meta?.kept !== false
}

/** Puts back what was kept. What comes back counts as stale, so it is asked for again at once. */
export async function restore(client: QueryClient): Promise<void> {
  const kept = await database.read<Kept[]>('snapshot', 'queries').catch(() => undefined)
  for (const { key, data } of kept ?? []) client.setQueryData(key, data)
  await client.invalidateQueries({ refetchType: 'none' })
}

/** Keeps what is read from now on. */
export function startKeeping(client: QueryClient): void {
  let isDue = false
  client.getQueryCache().subscribe((event) => {
    if (isDue || event.type !== 'updated' || !isKept(event.query)) return
    isDue = true
    setTimeout(() => {
      isDue = false
      void save(client)
    }, SAVE_MS)
  })
  // What is shown while a write waits must be there after a reload as well.
  outbox.watch(() => void save(client))
}

async function save(client: QueryClient): Promise<void> {
  const kept: Kept[] = client
    .getQueryCache()
    .findAll({ predicate: isKept })
    .map((query) => ({ key: query.queryKey, data: query.state.data, at: query.state.dataUpdatedAt }))
  await database.put('snapshot', kept, 'queries').catch(() => undefined)
}

/** Forgets everything, so that the next person at this browser sees nothing of it. */
export async function forget(): Promise<void> {
  await database.clear('snapshot').catch(() => undefined)
  await database.clear('outbox').catch(() => undefined)
}
