import { afterEach, expect, test, vi } from 'vitest'
import { afterLogged, byDue, fromLogged, isOverdue, localMoment, patched } from './task'

const task = (columns: Record<string, unknown>) => fromLogged('t', columns)

afterEach(() => vi.unstubAllEnvs())

test('a day is overdue from the next day on, a time as soon as it has passed', () => {
  const noon = new Date(2026, 10, 20, 12, 0)
  expect(isOverdue(task({ due_date: '2026-11-20' }), noon)).toBe(false)
  expect(isOverdue(task({ due_date: '2026-11-19' }), noon)).toBe(true)
  expect(isOverdue(task({ due_date: '2026-11-20', due_time: '11:59' }), noon)).toBe(true)
  expect(isOverdue(task({ due_date: '2026-11-20', due_time: '12:01' }), noon)).toBe(false)
  expect(isOverdue(task({ due_date: '2026-11-19', status: 'done' }), noon)).toBe(false)
})

test('a time in another zone is shown as the clock on this wall has it', () => {
  vi.stubEnv('TZ', 'Europe/Paris')
  expect(localMoment({ date: '2026-11-20', time: '20:00', timezone: 'America/New_York' })).toEqual({
    date: '2026-11-21',
    time: '02:00',
  })
  expect(localMoment({ date: '2026-11-20', time: '20:00', timezone: null })).toEqual({
    date: '2026-11-20',
    time: '20:00',
  })
})

test('tasks are worked through by day, then hour, then priority; those without a day come last', () => {
  const titles = [
    task({ title: 'none' }),
    task({ title: 'day', due_date: '2026-11-20', priority: 4 }),
    task({ title: 'urgent day', due_date: '2026-11-20', priority: 1 }),
    task({ title: 'nine', due_date: '2026-11-20', due_time: '09:00' }),
    task({ title: 'before', due_date: '2026-11-19' }),
  ]
    .sort(byDue)
    .map((one) => one.title)
  expect(titles).toEqual(['before', 'nine', 'urgent day', 'day', 'none'])
})

test('a logged change of a due time keeps the day, and taking the day away takes both', () => {
  const before = task({ due_date: '2026-11-20', due_time: '09:00' })
  expect(afterLogged(before, { due_time: null }).due).toEqual({
    date: '2026-11-20',
    time: null,
    timezone: null,
  })
  expect(afterLogged(before, { due_date: null, due_time: null }).due).toBeNull()
  expect(afterLogged(before, { rrule: 'FREQ=DAILY', repeat_from: 'completion' }).recurrence).toEqual({
    rrule: 'FREQ=DAILY',
    from: 'completion',
  })
})

test('a patch shows as the server will answer it, and leaves the task that it was made of alone', () => {
  const before = task({ title: 'a', priority: 4 })
  const after = patched(before, { completed: true, priority: 1 })
  expect(after).toMatchObject({ status: 'done', completed: true, priority: 1 })
  expect(before).toMatchObject({ status: 'open', completed: false, priority: 4 })
})
