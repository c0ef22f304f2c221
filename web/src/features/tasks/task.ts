import type { Schemas } from '@/lib/api'
import { type Day, today } from '@/lib/dates'

export type Task = Schemas['TaskRead']
export type TaskPatch = Partial<Schemas['TaskPatch']>
export type When = Schemas['WhenRead']

export const PRIORITIES = [1, 2, 3, 4] as const

/** A task's moment as the clock on this wall shows it. */
export function localMoment(when: When): { date: Day; time: string | null } {
  if (!when.timezone || !when.time) return { date: when.date, time: when.time ?? null }
  const local = new Date(instantOf(when.date, when.time, when.timezone))
  const two = (n: number) => String(n).padStart(2, '0')
  return { date: today(local), time: `${two(local.getHours())}:${two(local.getMinutes())}` }
}

/** The instant of a wall time in a zone, in milliseconds. In the hour that a clock skips, the later reading. */
function instantOf(date: Day, time: string, zone: string): number {
  const wall = Date.parse(`${date}T${time}:00Z`)
  const first = wall - offsetAt(wall, zone)
  return wall - offsetAt(first, zone)
}

function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return wall - Math.floor(instant / 1000) * 1000
}

export function dueDay(task: Task): Day | null {
  return task.due ? localMoment(task.due).date : null
}

export function isOverdue(task: Task, now: Date = new Date()): boolean {
  if (!task.due || task.completed) return false
  const { date, time } = localMoment(task.due)
  const day = today(now)
  if (date !== day || !time) return date < day
  return time < now.toTimeString().slice(0, 5)
}

/** As somebody would work through them: by day, by hour (those without one last), by priority, by hand. */
export function byDue(a: Task, b: Task): number {
  const [left, right] = [dueKey(a), dueKey(b)]
  if (left !== right) return left < right ? -1 : 1
  return a.priority - b.priority || byPosition(a, b)
}

function dueKey(task: Task): string {
  if (!task.due) return '9999'
  const { date, time } = localMoment(task.due)
  return `${date}T${time ?? '99:99'}`
}

export function byPosition(a: Task, b: Task): number {
  return a.position - b.position || (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0)
}

/** The task as a patch will leave it: what is shown until the server has answered. */
export function patched(task: Task, patch: TaskPatch): Task {
  const { completed, status, due, start, recurrence, ...rest } = patch as Record<string, unknown>
  const next = { ...task, ...rest } as Task
  if (due !== undefined) next.due = whenOf(due)
  if (start !== undefined) next.start = whenOf(start)
  if (recurrence !== undefined) next.recurrence = recurrence as Task['recurrence']
  const isDone = completed ?? (status === undefined ? undefined : status === 'done')
  if (isDone !== undefined) {
    next.completed = isDone === true
    next.status = isDone ? 'done' : 'open'
    next.completed_at = isDone ? new Date().toISOString() : null
  }
  return next
}

function whenOf(given: unknown): When | null {
  if (given === null) return null
  const { date, time = null, timezone = null } = given as Partial<When>
  return { date: date ?? today(), time, timezone }
}

type Columns = Record<string, unknown>

/** The task after a logged change, whose fields are the columns of the table. */
export function afterLogged(task: Task, columns: Columns): Task {
  const next = { ...task }
  const fields = next as unknown as Columns
  for (const [name, value] of Object.entries(columns)) {
    if (name in fields && name !== 'labels' && name !== 'reminders') fields[name] = value
  }
  if (Array.isArray(columns.labels)) next.labels = columns.labels as string[]
  if (Array.isArray(columns.reminders)) next.reminders = columns.reminders as Task['reminders']
  if (columns.status !== undefined) next.completed = columns.status === 'done'
  next.due = whenAfter(task.due, columns, 'due')
  next.start = whenAfter(task.start, columns, 'start')
  if ('rrule' in columns || 'repeat_from' in columns) {
    const rrule = 'rrule' in columns ? columns.rrule : task.recurrence?.rrule
    const from = columns.repeat_from ?? task.recurrence?.from ?? 'schedule'
    next.recurrence = rrule ? ({ rrule, from } as Task['recurrence']) : null
  }
  return next
}

function whenAfter(before: When | null, columns: Columns, prefix: 'due' | 'start'): When | null {
  const part = (name: string, now: string | null) =>
    `${prefix}_${name}` in columns ? (columns[`${prefix}_${name}`] as string | null) : now
  const date = part('date', before?.date ?? null)
  if (date === null) return null
  return { date, time: part('time', before?.time ?? null), timezone: part('zone', before?.timezone ?? null) }
}

/** A new task as the log has it. */
export function fromLogged(id: string, columns: Columns): Task {
  const blank: Task = {
    id,
    project_id: '',
    section_id: null,
    parent_id: null,
    title: '',
    notes: '',
    status: 'open',
    completed: false,
    priority: 4,
    start: null,
    due: null,
    deadline: null,
    duration_minutes: null,
    recurrence: null,
    position: 0,
    assignee_id: null,
    labels: [],
    reminders: [],
    source: null,
    series_id: null,
    created_by: '',
    created_at: new Date().toISOString(),
    updated_at: new Date().toISOString(),
    completed_at: null,
    deleted_at: null,
    version: 1,
  }
  return afterLogged(blank, columns)
}
