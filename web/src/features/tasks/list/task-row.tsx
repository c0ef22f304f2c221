import { AlignLeft, CalendarDays, CornerDownRight, Repeat, Tag } from 'lucide-react'
import { type KeyboardEvent, memo, useState } from 'react'
import { Check } from '@/components/check'
import { classes } from '@/components/classes'
import { dayInWords, timeInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { dueDay, isOverdue, localMoment, type Task } from '../task'
import { patchTask, toggleTask } from '../task-actions'
import { TaskMenu } from './task-menu'

export interface RowShow {
  /** The name of the task's project, when it is not plain from where the row stands. */
  project?: string | null
  parent?: string | null
  date: 'full' | 'time' | 'none'
  depth?: number
  subtasks?: { done: number; all: number }
}

interface TaskRowProps {
  task: Task
  show: RowShow
  isOpen: boolean
  isEditing: boolean
  onEdit: (id: string, isEditing: boolean) => void
  onOpen: (id: string) => void
  /** Where the order is the reader's own. */
  onMove?: (id: string, by: -1 | 1) => void
}

/** While a list scrolls, rows that stay are not drawn again, and one nobody points at goes without its menu. */
export const TaskRow = memo(function TaskRow({
  task,
  show,
  isOpen,
  isEditing,
  onEdit,
  onOpen,
  onMove,
}: TaskRowProps) {
  const [isNear, setIsNear] = useState(false)
  const near = () => setIsNear(true)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it notices that somebody comes near; what acts are its buttons
    <div
      data-task={task.id}
      onPointerEnter={near}
      onFocus={near}
      style={{ paddingInlineStart: `${0.5 + (show.depth ?? 0) * 1.75}rem` }}
      className={classes(
        'group/row relative flex items-start gap-3 rounded-lg py-[0.5625rem] pr-1.5 transition-colors',
        isOpen ? 'bg-tint' : 'hover:bg-hover focus-within:bg-hover',
      )}
    >
      <div className="flex h-[1.375rem] items-center">
        <Check
          label={t(task.completed ? 'task.reopen' : 'task.complete', { title: task.title })}
          isDone={task.completed}
          priority={task.priority}
          onToggle={() => void toggleTask(task)}
        />
      </div>
      <div className="flex min-w-0 flex-1 flex-col sm:flex-row sm:items-start sm:gap-4">
        {isEditing ? (
          <TitleEditor task={task} onDone={() => onEdit(task.id, false)} />
        ) : (
          <button
            type="button"
            data-title
            aria-current={isOpen || undefined}
            onClick={() => onOpen(task.id)}
            onDoubleClick={() => onEdit(task.id, true)}
            className={classes(
              'min-w-0 flex-1 rounded-sm text-left leading-[1.375rem] [overflow-wrap:anywhere]',
              task.completed && 'text-faint line-through decoration-edge',
            )}
          >
            {task.title}
            {task.notes && (
              <AlignLeft size={13} aria-label={t('task.hasNotes')} className="ml-2 inline-block text-faint" />
            )}
          </button>
        )}
        <Facts task={task} show={show} />
      </div>
      <div className="-my-1 flex w-7 items-center opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 max-sm:hidden">
        {isNear && (
          <TaskMenu
            task={task}
            onEdit={() => onEdit(task.id, true)}
            onMove={onMove && ((by) => onMove(task.id, by))}
          />
        )}
      </div>
    </div>
  )
})

function Facts({ task, show }: { task: Task; show: RowShow }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-[0.8125rem] leading-[1.375rem] text-faint sm:max-w-[55%] sm:shrink-0 sm:justify-end">
      {show.parent && (
        <span className="inline-flex min-w-0 items-center gap-1">
          <CornerDownRight size={13} aria-hidden />
          <span className="max-w-40 truncate">{show.parent}</span>
        </span>
      )}
      {show.subtasks && (
        <span className="tabular" title={t('task.subtasks')}>
          {show.subtasks.done}/{show.subtasks.all}
        </span>
      )}
      {task.labels.map((label) => (
        <span key={label} className="inline-flex items-center gap-1">
          <Tag size={12} aria-hidden />
          {label}
        </span>
      ))}
      <Due task={task} date={show.date} />
      {show.project && <span className="max-w-40 truncate">{show.project}</span>}
    </div>
  )
}

function Due({ task, date }: { task: Task; date: RowShow['date'] }) {
  const day = dueDay(task)
  if (!task.due || !day || date === 'none') {
    return task.recurrence ? <RepeatMark /> : null
  }
  const { time } = localMoment(task.due)
  const late = isOverdue(task)
  const words = [date === 'full' ? dayInWords(day) : null, time && timeInWords(time)]
    .filter(Boolean)
    .join(' ')
  if (!words && !task.recurrence) return null
  return (
    <span
      className={classes(
        'tabular inline-flex items-center gap-1',
        late ? 'text-danger' : words === dayInWords(day) && day === dueDay(task) && 'text-soft',
      )}
    >
      {words && date === 'full' && <CalendarDays size={12} aria-hidden />}
      {words}
      {task.recurrence && <RepeatMark />}
    </span>
  )
}

function RepeatMark() {
  return (
    <span className="inline-flex h-[1.375rem] items-center">
      <Repeat size={12} aria-label={t('task.repeats')} />
    </span>
  )
}

function TitleEditor({ task, onDone }: { task: Task; onDone: () => void }) {
  const [title, setTitle] = useState(task.title)

  function save(): void {
    const trimmed = title.trim()
    if (trimmed && trimmed !== task.title)
      void patchTask(task, { title: trimmed }, t('did.renamed', { title: trimmed }))
    onDone()
  }

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation()
    if (event.key === 'Enter') save()
    if (event.key === 'Escape') onDone()
  }

  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it appears because somebody asked to edit this title
      autoFocus
      aria-label={t('task.title')}
      value={title}
      onChange={(event) => setTitle(event.target.value)}
      onBlur={save}
      onKeyDown={onKeyDown}
      className="min-w-0 flex-1 border-b border-accent bg-transparent leading-[1.3125rem] focus-visible:outline-none"
    />
  )
}
