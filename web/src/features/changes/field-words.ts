import type { Schemas } from '@/lib/api'
import { dayInWords, instantInWords, timeInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'

export type Change = Schemas['ChangeRead']

export interface FieldChange {
  name: string
  before: string | null
  after: string | null
}

/** Columns that say nothing to a reader: ids, and what follows from another column. */
const SILENT = new Set([
  'deleted_at',
  'id',
  'owner_id',
  'created_by',
  'created_at',
  'series_id',
  'member_ids',
  'is_inbox',
  'position',
  'due_at',
  'repeat_anchor',
  'repeat_from',
  'due_zone',
  'start_zone',
  'source',
  'completed_at',
  'project_id',
  'section_id',
  'parent_id',
  'assignee_id',
  'author_id',
  'task_id',
  'user_id',
  'other_id',
  'sha256',
  'view',
])

const NAMES = {
  title: 'task.title',
  name: 'field.name',
  notes: 'task.notes',
  status: 'field.status',
  priority: 'task.priority',
  due_date: 'task.due',
  due_time: 'due.time',
  start_date: 'field.start',
  start_time: 'field.startTime',
  deadline: 'field.deadline',
  duration_minutes: 'field.duration',
  rrule: 'task.repeat',
  labels: 'task.labels',
  reminders: 'field.reminders',
  color: 'project.color',
  text: 'field.text',
  query: 'field.query',
  role: 'field.role',
} as const

/** What a change did to each field that a reader cares for. */
export function fieldChanges(change: Change): FieldChange[] {
  const names = new Set([...Object.keys(change.before), ...Object.keys(change.after)])
  return [...names].flatMap((column) => {
    if (SILENT.has(column)) return []
    const before = valueInWords(column, change.before[column])
    const after = valueInWords(column, change.after[column])
    if (before === after || (change.kind === 'create' && isDefault(column, change.after[column]))) return []
    const key = NAMES[column as keyof typeof NAMES]
    return [{ name: key ? t(key) : column.replaceAll('_', ' '), before, after }]
  })
}

function isDefault(column: string, value: unknown): boolean {
  return (column === 'priority' && value === 4) || (column === 'status' && value === 'open')
}

function valueInWords(column: string, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value))
    return value.length
      ? value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')
      : null
  if (column === 'priority') return t(`priority.${value as 1}`)
  if (column === 'status') return t(value === 'done' ? 'field.done' : 'field.open')
  if (column.endsWith('_date') || column === 'deadline') return dayInWords(String(value))
  if (column.endsWith('_time')) return timeInWords(String(value))
  if (column.endsWith('_at')) return instantInWords(String(value))
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function nameOf(change: Change): string | null {
  for (const values of [change.after, change.before]) {
    const name = values.title ?? values.name ?? values.text
    if (typeof name === 'string') return name
  }
  return null
}
