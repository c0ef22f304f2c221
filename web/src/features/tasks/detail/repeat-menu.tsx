import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Menu, MenuItem, MenuLine } from '@/components/menu'
import { today, weekdayOf } from '@/lib/dates'
import { t } from '@/lib/i18n/t'
import { type Recurrence, recurrenceInWords } from '../recurrence-words'
import { dueDay, type Task } from '../task'
import { patchTask } from '../task-actions'

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** The rules that most tasks need, counted from the day the task is due; others are typed into the due date. */
function offered(task: Task): Recurrence[] {
  const day = dueDay(task) ?? today()
  const rules = [
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    `FREQ=WEEKLY;BYDAY=${DAYS[weekdayOf(day) - 1]}`,
    `FREQ=WEEKLY;INTERVAL=2;BYDAY=${DAYS[weekdayOf(day) - 1]}`,
    `FREQ=MONTHLY;BYMONTHDAY=${Number(day.slice(8))}`,
    'FREQ=YEARLY',
  ]
  return rules.map((rrule) => ({ rrule, from: 'schedule' }))
}

export function RepeatMenu({
  task,
  className,
  children,
}: {
  task: Task
  className: string
  children: ReactNode
}) {
  function repeat(recurrence: Recurrence | null): void {
    const title = recurrence
      ? t('did.repeats', { title: task.title, rule: recurrenceInWords(recurrence) })
      : t('did.repeatsNoMore', { title: task.title })
    const due = task.due ?? (recurrence ? { date: today(), time: null, timezone: null } : null)
    void patchTask(task, { recurrence, ...(due === task.due ? {} : { due }) }, title)
  }

  return (
    <Menu
      label={t('task.repeat')}
      placement="bottom start"
      trigger={<AriaButton className={className}>{children}</AriaButton>}
    >
      {offered(task).map((rule) => (
        <MenuItem
          key={rule.rrule}
          isChosen={task.recurrence?.rrule === rule.rrule}
          onAction={() => repeat(rule)}
        >
          {recurrenceInWords(rule)}
        </MenuItem>
      ))}
      {task.recurrence ? <MenuLine /> : null}
      {task.recurrence ? <MenuItem onAction={() => repeat(null)}>{t('repeat.never')}</MenuItem> : null}
    </Menu>
  )
}
