import { beforeEach, expect, test, vi } from 'vitest'
import { database } from './database'
import { flush, keep, newLocalId, onArrival, outbox, type Waiting } from './outbox'

const URL_HERE = 'http://localhost/api/v1/tasks'

beforeEach(async () => {
  await database.clear('outbox')
  outbox.set({ waiting: 0, refused: [], online: true })
})

function write(method: string, path: string, body: unknown, localId?: string): Request {
  return new Request(`${URL_HERE}${path}`, {
    method,
    body: JSON.stringify(body),
    headers: localId ? { 'x-local-id': localId } : {},
  })
}

test('writes are sent in their order, and a task made offline gets its real id in those that follow', async () => {
  const localId = newLocalId()
  await keep(write('POST', '', { title: 'a' }, localId))
  await keep(write('PATCH', `/${localId}`, { parent_id: localId }))
  expect(outbox.get().waiting).toBe(2)

  const sent: string[] = []
  vi.stubGlobal('fetch', async (url: string, given: RequestInit) => {
    sent.push(`${given.method} ${url} ${given.body}`)
    return Response.json({ id: 'real' })
  })
  const arrived = vi.fn()
  const stop = onArrival(arrived)
  await flush()
  stop()

  expect(sent).toEqual(['POST /api/v1/tasks {"title":"a"}', 'PATCH /api/v1/tasks/real {"parent_id":"real"}'])
  expect(arrived).toHaveBeenCalledWith(localId, { id: 'real' })
  expect(outbox.get()).toMatchObject({ waiting: 0, refused: [], online: true })
})

test('while the network is away nothing is lost', async () => {
  await keep(write('PATCH', '/t', { title: 'b' }))
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('no network')
  })
  await flush()
  expect(await database.all<Waiting>('outbox')).toHaveLength(1)
  expect(outbox.get()).toMatchObject({ waiting: 1, online: false })
})

test('what the server refuses is kept and shown, and the rest goes on', async () => {
  await keep(write('PATCH', '/gone', { title: 'b' }))
  await keep(write('PATCH', '/t', { title: 'c' }))
  vi.stubGlobal('fetch', async (url: string) =>
    url.endsWith('/gone')
      ? Response.json({ detail: 'Task not found.', code: 'not_found' }, { status: 404 })
      : Response.json({ id: 't' }),
  )
  await flush()
  expect(outbox.get().waiting).toBe(0)
  expect(outbox.get().refused).toMatchObject([
    { url: '/api/v1/tasks/gone', refused: { message: 'Task not found.' } },
  ])
})
