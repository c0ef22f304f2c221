/**
 * Every open task, in one place: each view is a selection of it, so going from one to the next asks nobody,
 * counts are at hand, and a change made anywhere shows everywhere at once.
 */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, body } from '@/lib/api'
import type { ChangeSet } from '@/lib/live'
import { flush, outbox } from '@/lib/offline/outbox'
import { queryClient } from '@/lib/query-client'
import { afterLogged, fromLogged, type Task } from './task'

/** Open tasks, and those that were done or changed since they were read. */
export type Tasks = ReadonlyMap<string, Task>

const KEY = ['tasks', 'open'] as const
const PAGE = 200

/** Change sets that came while the list was being read; they are applied on top of it. */
let missed: ChangeSet[] | null = null

/** The reader's revision when the list was read, and the one from which the live stream is complete. */
let readAtRevision: number | null = null
let liveSince = 0

async function readAll(): Promise<Tasks> {
  if (outbox.get().waiting) await flush()
  missed = []
  try {
    let tasks = await readPages()
    // What happened after the first page and before the stream began is in neither.
    if (readAtRevision !== null && readAtRevision < liveSince) tasks = await readPages()
    return missed.reduce(withChangeSet, tasks)
  } finally {
    missed = null
  }
}

async function readPages(): Promise<Tasks> {
  const tasks = new Map<string, Task>()
  let cursor: string | undefined
  let revision: number | null = null
  do {
    const query = { status: 'open' as const, limit: PAGE, cursor }
    const answer = await api.GET('/api/v1/tasks', { params: { query } })
    const page = await body(Promise.resolve(answer))
    revision ??= revisionOf(answer.response)
    for (const task of page.items) tasks.set(task.id, task)
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  readAtRevision = revision
  return tasks
}

/** A list's tag is the revision of its reader: `W/"42"`. */
function revisionOf(response: Response): number | null {
  const revision = /^W\/"(\d+)"$/.exec(response.headers.get('etag') ?? '')?.[1]
  return revision === undefined ? null : Number(revision)
}

/** Whether the list was read before this revision, from which the live stream is complete. */
export function isReadBefore(revision: number): boolean {
  liveSince = revision
  return missed === null && readAtRevision !== null && readAtRevision < revision
}

export const tasksQuery = queryOptions({
  queryKey: KEY,
  queryFn: readAll,
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
})

/** All tasks that are known, and the state of reading them. */
export function useTasks() {
  return useQuery(tasksQuery)
}

export function cachedTask(id: string): Task | undefined {
  return queryClient.getQueryData<Tasks>(KEY)?.get(id)
}

export function cachedTasks(): Tasks {
  return queryClient.getQueryData<Tasks>(KEY) ?? new Map()
}

export function changeTasks(change: (tasks: Map<string, Task>) => void): void {
  queryClient.setQueryData<Tasks>(KEY, (tasks) => {
    if (!tasks) return tasks
    const next = new Map(tasks)
    change(next)
    return next
  })
}

/** Tasks that a write of this window is under way for: its answer counts, not what the stream says meanwhile. */
const pending = new Map<string, number>()

export async function whilePending<T>(ids: readonly string[], work: () => Promise<T>): Promise<T> {
  for (const id of ids) pending.set(id, (pending.get(id) ?? 0) + 1)
  try {
    return await work()
  } finally {
    for (const id of ids) {
      const left = (pending.get(id) ?? 1) - 1
      if (left) pending.set(id, left)
      else pending.delete(id)
    }
  }
}

function withChangeSet(tasks: Tasks, changeSet: ChangeSet): Tasks {
  const next = new Map(tasks)
  for (const change of changeSet.changes) {
    if (change.entity !== 'task' || pending.has(change.id)) continue
    const known = next.get(change.id)
    if (change.kind === 'delete' || change.after.deleted_at) next.delete(change.id)
    else if (known) next.set(change.id, afterLogged(known, change.after))
    else if (change.kind === 'create') next.set(change.id, fromLogged(change.id, change.after))
  }
  return next
}

/** Takes over what the stream reports. What is not known here and was not just made is asked for. */
export function applyChangeSet(changeSet: ChangeSet): void {
  missed?.push(changeSet)
  const tasks = queryClient.getQueryData<Tasks>(KEY)
  if (!tasks) return
  const unknown = changeSet.changes.filter(
    ({ entity, kind, id, after }) =>
      entity === 'task' && kind === 'update' && !after.deleted_at && !tasks.has(id),
  )
  queryClient.setQueryData<Tasks>(KEY, withChangeSet(tasks, changeSet))
  if (unknown.length > 20) void queryClient.invalidateQueries({ queryKey: KEY })
  else for (const { id } of unknown) void fetchTask(id)
}

async function fetchTask(id: string): Promise<void> {
  const task = await body(api.GET('/api/v1/tasks/{task_id}', { params: { path: { task_id: id } } })).catch(
    () => null,
  )
  if (task) changeTasks((tasks) => tasks.set(id, task))
}

export function readTasksAgain(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['tasks'] })
}
