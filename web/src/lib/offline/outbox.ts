/**
 * Writes that could not be sent yet. They are kept in the order they were made, survive a reload, and are sent
 * one after the other when the network is back. What the server then refuses is kept and shown, never dropped.
 */
import { type Problem, problemOf } from '../problem'
import { createStore } from '../store'
import { database } from './database'

export const LOCAL_ID_HEADER = 'x-local-id'
const RETRY_MS = 4000

export interface Waiting {
  id?: number
  method: string
  url: string
  headers: Record<string, string>
  body: string
  /** The id that the app gave to something the server has not made yet. */
  localId: string | null
  refused?: { status: number; message: string }
}

interface Outbox {
  waiting: number
  refused: readonly Waiting[]
  online: boolean
}

export const outbox = createStore<Outbox>({ waiting: 0, refused: [], online: true })

type Arrived = (localId: string, body: unknown) => void
const arrivals = new Set<Arrived>()

/** Calls back when something made offline has got its real id. */
export function onArrival(listener: Arrived): () => void {
  arrivals.add(listener)
  return () => arrivals.delete(listener)
}

export function newLocalId(): string {
  return `local-${crypto.randomUUID()}`
}

export function isLocalId(id: string): boolean {
  return id.startsWith('local-')
}

export async function keep(request: Request): Promise<void> {
  const headers = Object.fromEntries(request.headers)
  const localId = headers[LOCAL_ID_HEADER] ?? null
  delete headers[LOCAL_ID_HEADER]
  const url = new URL(request.url)
  const waiting: Waiting = {
    method: request.method,
    url: url.pathname + url.search,
    headers,
    body: await request.clone().text(),
    localId,
  }
  await database.put('outbox', waiting)
  outbox.set((box) => ({ ...box, waiting: box.waiting + 1, online: false }))
  retrySoon()
}

export function setOnline(online: boolean): void {
  outbox.set((box) => (box.online === online ? box : { ...box, online }))
}

let retry: ReturnType<typeof setTimeout> | undefined

function retrySoon(): void {
  clearTimeout(retry)
  retry = setTimeout(() => void flush(), RETRY_MS)
}

let flushing: Promise<void> | null = null

/** Sends what waits. Ends when all is sent or the network is still away. */
export function flush(): Promise<void> {
  flushing ??= exclusively(sendAll).finally(() => {
    flushing = null
  })
  return flushing
}

/** One window at a time, where the browser can tell. */
async function exclusively(work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request('tasklore-outbox', work)
  else await work()
}

async function sendAll(): Promise<void> {
  const realIds = new Map<string, string>()
  for (const waiting of (await database.all<Waiting>('outbox')).filter((one) => !one.refused)) {
    const outcome = await send(waiting, realIds)
    if (outcome === 'away') {
      await count()
      retrySoon()
      return
    }
  }
  await count()
}

async function send(waiting: Waiting, realIds: Map<string, string>): Promise<'sent' | 'refused' | 'away'> {
  const real = (text: string) => [...realIds].reduce((out, [local, id]) => out.replaceAll(local, id), text)
  let response: Response
  try {
    response = await fetch(real(waiting.url), {
      method: waiting.method,
      headers: waiting.headers,
      body: waiting.body ? real(waiting.body) : undefined,
      credentials: 'include',
    })
  } catch {
    setOnline(false)
    return 'away'
  }
  setOnline(true)
  if (response.status === 401 || response.status === 429 || response.status >= 500) return 'away'
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) {
    const problem: Problem = problemOf(response.status, body)
    await database.put('outbox', {
      ...waiting,
      refused: { status: problem.status, message: problem.message },
    })
    return 'refused'
  }
  if (waiting.localId) {
    const id = idOf(body)
    if (id) realIds.set(waiting.localId, id)
    for (const arrived of arrivals) arrived(waiting.localId, body)
  }
  if (waiting.id !== undefined) await database.remove('outbox', waiting.id)
  return 'sent'
}

function idOf(body: unknown): string | null {
  const one = Array.isArray(body) ? (body[0] as unknown) : body
  if (typeof one !== 'object' || one === null) return null
  const { id, task } = one as { id?: unknown; task?: unknown }
  return typeof id === 'string' ? id : idOf(task)
}

/** Reads the shelf again: at the start, and after other windows may have written. */
export async function count(): Promise<void> {
  const all = await database.all<Waiting>('outbox')
  const refused = all.filter((one) => one.refused)
  outbox.set((box) => ({ ...box, waiting: all.length - refused.length, refused }))
}

export async function discard(id: number): Promise<void> {
  await database.remove('outbox', id)
  await count()
}

export async function tryAgain(waiting: Waiting): Promise<void> {
  await database.put('outbox', { ...waiting, refused: undefined })
  await count()
  await flush()
}

/** Starts sending whenever the browser says that the network is back. */
export function startOutbox(): void {
  setOnline(navigator.onLine)
  void count().then(() => (outbox.get().waiting ? flush() : undefined))
  window.addEventListener('online', () => {
    setOnline(true)
    void flush()
  })
  window.addEventListener('offline', () => setOnline(false))
}
