import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type DragEvent, useMemo, useState } from 'react'
import { Button, IconButton } from '@/components/button'
import { classes } from '@/components/classes'
import { addMonths, type Day, monthGrid, today } from '@/lib/dates'
import { dayInFull, monthInWords, timeInWords, weekdays } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { useFirstWeekday } from '@/lib/preferences'
import { reschedule, TaskMenu } from '../list/task-menu'
import { byDue, dueDay, isOverdue, localMoment, type Task } from '../task'
import { cachedTask } from '../task-cache'

interface CalendarProps {
  tasks: readonly Task[]
  onOpen: (id: string) => void
}

const MOST = 4

/** A month of due dates. A task goes to another day by dragging, or by its menu. */
export function Calendar({ tasks, onOpen }: CalendarProps) {
  const [month, setMonth] = useState<Day>(today())
  const firstWeekday = useFirstWeekday()
  const byDay = useMemo(() => {
    const days = new Map<Day, Task[]>()
    for (const task of [...tasks].sort(byDue)) {
      const day = dueDay(task)
      if (day) days.set(day, [...(days.get(day) ?? []), task])
    }
    return days
  }, [tasks])
  const undated = tasks.filter((task) => !task.due).length

  return (
    <section aria-label={t('calendar.label')} className="flex min-h-[36rem] flex-1 flex-col">
      <div className="mb-2 flex items-center gap-1 pl-2">
        <h2 className="mr-2 text-base font-semibold first-letter:uppercase" aria-live="polite">
          {monthInWords(month)}
        </h2>
        <IconButton label={t('month.previous')} onPress={() => setMonth(addMonths(month, -1))}>
          <ChevronLeft size={17} aria-hidden />
        </IconButton>
        <IconButton label={t('month.next')} onPress={() => setMonth(addMonths(month, 1))}>
          <ChevronRight size={17} aria-hidden />
        </IconButton>
        <Button look="quiet" className="h-8 px-2.5" onPress={() => setMonth(today())}>
          {t('day.today')}
        </Button>
        <span className="flex-1" />
        {undated > 0 && (
          <span className="text-[0.8125rem] text-faint">{t('calendar.undated', { count: undated })}</span>
        )}
      </div>
      <table className="w-full flex-1 table-fixed border-separate border-spacing-0 overflow-hidden rounded-2xl border">
        <thead>
          <tr>
            {weekdays(firstWeekday).map((name) => (
              <th key={name} scope="col" className="h-8 border-b text-xs font-normal text-faint">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthGrid(month, firstWeekday).map((week) => (
            <tr key={week[0]} className="group/week">
              {week.map((day) => (
                <DayCell
                  key={day}
                  day={day}
                  isOutside={day.slice(0, 7) !== month.slice(0, 7)}
                  tasks={byDay.get(day) ?? []}
                  onOpen={onOpen}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface DayCellProps {
  day: Day
  isOutside: boolean
  tasks: readonly Task[]
  onOpen: (id: string) => void
}

function DayCell({ day, isOutside, tasks, onOpen }: DayCellProps) {
  const [isTarget, setIsTarget] = useState(false)
  const [isWhole, setIsWhole] = useState(false)

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    setIsTarget(false)
    const task = cachedTask(event.dataTransfer.getData('text/plain'))
    if (task && dueDay(task) !== day) reschedule(task, day)
  }

  return (
    <td
      onDragOver={(event) => {
        event.preventDefault()
        setIsTarget(true)
      }}
      onDragLeave={() => setIsTarget(false)}
      onDrop={onDrop}
      className={classes(
        'h-24 border-r border-b p-1 align-top group-last/week:border-b-0 last:border-r-0',
        isOutside && 'bg-side',
        isTarget && 'bg-tint',
      )}
    >
      <div className="flex justify-end">
        <span
          className={classes(
            'tabular flex size-6 items-center justify-center rounded-full text-xs',
            day === today()
              ? 'bg-accent font-semibold text-on-accent'
              : isOutside
                ? 'text-faint'
                : 'text-soft',
          )}
        >
          <span aria-hidden>{Number(day.slice(8))}</span>
          <span className="sr-only">{dayInFull(day)}</span>
        </span>
      </div>
      <ul className="flex flex-col gap-0.5">
        {tasks.slice(0, isWhole ? undefined : MOST).map((task) => (
          <Entry key={task.id} task={task} onOpen={() => onOpen(task.id)} />
        ))}
      </ul>
      {tasks.length > MOST && !isWhole && (
        <button
          type="button"
          className="px-1.5 text-xs text-faint hover:text-ink"
          onClick={() => setIsWhole(true)}
        >
          {t('calendar.more', { count: tasks.length - MOST })}
        </button>
      )}
    </td>
  )
}

function Entry({ task, onOpen }: { task: Task; onOpen: () => void }) {
  const time = task.due && localMoment(task.due).time
  return (
    <li
      draggable
      data-task={task.id}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', task.id)}
      className="group/entry flex items-center rounded-md hover:bg-hover"
    >
      <button
        type="button"
        data-title
        onClick={onOpen}
        className={classes(
          'min-w-0 flex-1 truncate rounded-md border-l-[3px] px-1.5 py-0.5 text-left text-xs',
          task.priority === 1
            ? 'border-p1'
            : task.priority === 2
              ? 'border-p2'
              : task.priority === 3
                ? 'border-p3'
                : 'border-edge',
          isOverdue(task) && 'text-danger',
        )}
      >
        {time && <span className="tabular mr-1 text-faint">{timeInWords(time)}</span>}
        {task.title}
      </button>
      <span className="hidden group-focus-within/entry:flex group-hover/entry:flex">
        <TaskMenu task={task} onEdit={onOpen} />
      </span>
    </li>
  )
}
