import {
  ArrowDown,
  ArrowUp,
  CalendarOff,
  CalendarPlus,
  Flag,
  MoreHorizontal,
  Pencil,
  SkipForward,
  Sun,
  Sunrise,
  Trash2,
} from 'lucide-react'
import { IconButton } from '@/components/button'
import { Menu, MenuItem, MenuLine } from '@/components/menu'
import { addDays, type Day, nextWeekday, today } from '@/lib/dates'
import { dayInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { PRIORITIES, type Task } from '../task'
import { deleteTask, patchTask, skipTask } from '../task-actions'

interface TaskMenuProps {
  task: Task
  onEdit: () => void
  onMove?: (step: -1 | 1) => void
}

/** Everything a row can do, for those who use neither keys nor dragging. */
export function TaskMenu({ task, onEdit, onMove }: TaskMenuProps) {
  return (
    <Menu
      label={t('task.actions', { title: task.title })}
      trigger={
        <IconButton label={t('task.actions', { title: task.title })} className="size-7">
          <MoreHorizontal size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<Pencil size={15} />} onAction={onEdit} keys="e">
        {t('task.rename')}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<Sun size={15} />} onAction={() => reschedule(task, today())} keys="t">
        {t('day.today')}
      </MenuItem>
      <MenuItem icon={<Sunrise size={15} />} onAction={() => reschedule(task, addDays(today(), 1))}>
        {t('day.tomorrow')}
      </MenuItem>
      <MenuItem icon={<CalendarPlus size={15} />} onAction={() => reschedule(task, nextWeekday(today(), 1))}>
        {t('day.nextWeek')}
      </MenuItem>
      {task.due ? (
        <MenuItem icon={<CalendarOff size={15} />} onAction={() => reschedule(task, null)}>
          {t('day.none')}
        </MenuItem>
      ) : null}
      {task.recurrence ? (
        <MenuItem icon={<SkipForward size={15} />} onAction={() => void skipTask(task)}>
          {t('task.skip')}
        </MenuItem>
      ) : null}
      <MenuLine />
      {PRIORITIES.map((priority) => (
        <MenuItem
          key={priority}
          icon={<Flag size={15} className={`text-p${priority}`} />}
          onAction={() => prioritise(task, priority)}
          keys={String(priority)}
          isChosen={task.priority === priority}
        >
          {t(`priority.${priority}`)}
        </MenuItem>
      ))}
      {onMove && <MenuLine />}
      {onMove && (
        <MenuItem icon={<ArrowUp size={15} />} onAction={() => onMove(-1)} keys="Alt ↑">
          {t('move.up')}
        </MenuItem>
      )}
      {onMove && (
        <MenuItem icon={<ArrowDown size={15} />} onAction={() => onMove(1)} keys="Alt ↓">
          {t('move.down')}
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem icon={<Trash2 size={15} />} onAction={() => void deleteTask(task)} keys="Del" isDanger>
        {t('task.delete')}
      </MenuItem>
    </Menu>
  )
}

/** Moves a task to another day and keeps its time. */
export function reschedule(task: Task, day: Day | null): void {
  const due = day === null ? null : { ...(task.due ?? { time: null, timezone: null }), date: day }
  const title =
    day === null
      ? t('did.undated', { title: task.title })
      : t('did.rescheduled', { title: task.title, day: dayInWords(day) })
  void patchTask(task, { due }, title)
}

export function prioritise(task: Task, priority: (typeof PRIORITIES)[number]): void {
  if (task.priority === priority) return
  const title = t('did.prioritised', { title: task.title, priority: t(`priority.${priority}`) })
  void patchTask(task, { priority }, title)
}
