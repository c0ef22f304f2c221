import createClient from 'openapi-fetch'
import type { components, paths } from '@/api/schema'
import { flush, keep, LOCAL_ID_HEADER, outbox, setOnline } from './offline/outbox'
import { problemOf } from './problem'

export type Schemas = components['schemas']

/** Where the API is, when it is not where the page came from. */
export const API_URL: string = import.meta.env.VITE_API_URL ?? window.location.origin

const QUEUED_HEADER = 'x-queued'

/** Writes that make sense later as well as now. The rest need their answer at once. */
const KEEPABLE = /^\/api\/v1\/(tasks|projects|sections|labels|comments|filters)(\/|$)/

function isKeepable(request: Request): boolean {
  return request.method !== 'GET' && KEEPABLE.test(new URL(request.url).pathname)
}

async function queued(request: Request): Promise<Response> {
  await keep(request)
  return new Response(null, { status: 202, headers: { [QUEUED_HEADER]: '1' } })
}

function withoutLocalId(request: Request): Request {
  if (!request.headers.has(LOCAL_ID_HEADER)) return request
  const sent = new Request(request)
  sent.headers.delete(LOCAL_ID_HEADER)
  return sent
}

/** The short-lived token beside the session may have run out while the session lives: this renews it. */
async function renewToken(): Promise<boolean> {
  const answer = await fetch(`${API_URL}/api/auth/get-session`, { credentials: 'include' })
  return answer.ok && (await answer.json()) !== null
}

async function send(request: Request): Promise<Response> {
  if (request.method === 'POST' && !request.headers.has('idempotency-key')) {
    request.headers.set('idempotency-key', crypto.randomUUID())
  }
  const keepable = isKeepable(request)
  // A write must not overtake those that wait.
  if (keepable && outbox.get().waiting > 0) {
    await flush()
    if (outbox.get().waiting > 0) return queued(request)
  }
  const spare = request.clone()
  let response: Response
  try {
    response = await fetch(withoutLocalId(request))
  } catch (error) {
    setOnline(false)
    if (keepable) return queued(spare)
    throw error
  }
  setOnline(true)
  if (response.status === 401 && (await renewToken())) response = await fetch(withoutLocalId(spare))
  return response
}

export const api = createClient<paths>({ baseUrl: API_URL, credentials: 'include', fetch: send })

interface Result<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of an answer; throws a `Problem` when it is an error. */
export async function body<T>(call: Promise<Result<T>>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw problemOf(response.status, error)
  return data as T
}

/** What a write came to. Without a network the body is absent, and the write waits in the outbox. */
export interface Written<T> {
  data: T | undefined
  changeSet: string | null
  isQueued: boolean
}

export async function written<T>(call: Promise<Result<T>>): Promise<Written<T>> {
  const { data, error, response } = await call
  if (!response.ok) throw problemOf(response.status, error)
  const isQueued = response.headers.has(QUEUED_HEADER)
  return { data: isQueued ? undefined : data, changeSet: response.headers.get('x-change-set'), isQueued }
}
