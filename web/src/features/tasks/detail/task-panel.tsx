import { useQuery } from '@tanstack/react-query'
import { CalendarDays, CornerDownRight, Flag, Folder, Plus, Repeat, Tag, X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Button, IconButton } from '@/components/button'
import { Check } from '@/components/check'
import { Menu, MenuItem } from '@/components/menu'
import { Failed, Loading } from '@/components/states'
import { api, body } from '@/lib/api'
import { instantInWords, minutesInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { prioritise, TaskMenu } from '../list/task-menu'
import { useProjects, useSections } from '../projects/projects'
import { recurrenceInWords } from '../recurrence-words'
import { byPosition, isOverdue, PRIORITIES, type Task } from '../task'
import { createTask, patchTask, toggleTask } from '../task-actions'
import { useTasks } from '../task-cache'
import { CommentList } from './comment-list'
import { DuePicker, dueInWords } from './due-picker'
import { LabelEditor } from './label-editor'
import { Notes } from './notes'
import { RepeatMenu } from './repeat-menu'
import { TaskHistory } from './task-history'

interface TaskPanelProps {
  id: string
  onClose: () => void
  onOpen: (id: string) => void
}

/** Everything about one task, beside the list it was opened from. */
export function TaskPanel({ id, onClose, onOpen }: TaskPanelProps) {
  const { data: tasks, isPending } = useTasks()
  const known = tasks?.get(id)
  const single = useQuery({
    queryKey: ['tasks', 'page', 'one', id],
    queryFn: () => body(api.GET('/api/v1/tasks/{task_id}', { params: { path: { task_id: id } } })),
    enabled: !isPending && !known && !id.startsWith('local-'),
  })
  const task = known ?? single.data
  if (task) return <Panel key={id} task={task} onClose={onClose} onOpen={onOpen} />
  return (
    <div className="p-5">
      <div className="flex justify-end">
        <IconButton label={t('close')} onPress={onClose}>
          <X size={17} aria-hidden />
        </IconButton>
      </div>
      {single.error ? <Failed error={single.error} /> : <Loading rows={4} />}
    </div>
  )
}

function Panel({ task, onClose, onOpen }: { task: Task; onClose: () => void; onOpen: (id: string) => void }) {
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center gap-1 px-5 pt-4 pb-1">
        <Breadcrumb task={task} onOpen={onOpen} />
        <span className="flex-1" />
        <TaskMenu task={task} onEdit={() => document.getElementById(`title-${task.id}`)?.focus()} />
        <IconButton label={t('close')} onPress={onClose} className="size-7">
          <X size={17} aria-hidden />
        </IconButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer */}
      <div className="scroll-calm flex-1 px-5 pb-10 focus-visible:outline-offset-[-2px]" tabIndex={0}>
        <div className="flex items-start gap-3">
          <span className="flex h-8 items-center">
            <Check
              label={t(task.completed ? 'task.reopen' : 'task.complete', { title: task.title })}
              isDone={task.completed}
              priority={task.priority}
              onToggle={() => void toggleTask(task)}
            />
          </span>
          <TitleArea task={task} />
        </div>
        <div className="mt-1 pl-8">
          <Notes task={task} />
        </div>
        <Properties task={task} />
        <SubTasks task={task} onOpen={onOpen} />
        <CommentList taskId={task.id} />
        <TaskHistory taskId={task.id} />
        <p className="mt-6 text-xs text-faint">
          {t('task.added', { when: instantInWords(task.created_at) })}
        </p>
      </div>
    </div>
  )
}

function Breadcrumb({ task, onOpen }: { task: Task; onOpen: (id: string) => void }) {
  const { data: tasks } = useTasks()
  const parent = task.parent_id ? tasks?.get(task.parent_id) : undefined
  if (!parent) return <h2 className="text-sm text-faint">{t('task.one')}</h2>
  return (
    <button
      type="button"
      onClick={() => onOpen(parent.id)}
      className="flex min-w-0 items-center gap-1.5 rounded-md text-sm text-faint hover:text-ink"
    >
      <CornerDownRight size={14} aria-hidden />
      <span className="truncate">{parent.title}</span>
    </button>
  )
}

/** The title, growing with its words. Enter saves. */
function TitleArea({ task }: { task: Task }) {
  const [title, setTitle] = useState(task.title)
  const isEditing = useRef(false)
  useEffect(() => {
    if (!isEditing.current) setTitle(task.title)
  }, [task.title])

  function save(): void {
    isEditing.current = false
    const trimmed = title.replaceAll('\n', ' ').trim()
    if (!trimmed) setTitle(task.title)
    else if (trimmed !== task.title)
      void patchTask(task, { title: trimmed }, t('did.renamed', { title: trimmed }))
  }

  return (
    <textarea
      id={`title-${task.id}`}
      aria-label={t('task.title')}
      rows={1}
      value={title}
      onFocus={() => {
        isEditing.current = true
      }}
      onChange={(event) => setTitle(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault()
          event.currentTarget.blur()
        }
      }}
      className="field-sizing-content min-w-0 flex-1 resize-none rounded-sm bg-transparent text-[1.1875rem] leading-8 font-[620] tracking-[-0.015em] outline-none focus-visible:outline-none"
    />
  )
}

const VALUE =
  'flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-lg px-2 py-1 text-left text-sm outline-none ' +
  'data-[hovered]:bg-hover data-[focus-visible]:outline-2'

function Property({ icon, label, children }: { icon: ReactNode; label: string; children: ReactNode }) {
  return (
    <div className="flex items-start">
      <span className="flex h-8 w-32 shrink-0 items-center gap-2.5 text-sm text-soft">
        <span className="text-faint">{icon}</span>
        {label}
      </span>
      {children}
    </div>
  )
}

function Properties({ task }: { task: Task }) {
  return (
    <div className="mt-6 flex flex-col gap-0.5 border-t pt-4">
      <Property icon={<CalendarDays size={16} />} label={t('task.due')}>
        <DuePicker
          due={task.due}
          className={VALUE}
          onChoose={({ due, recurrence }) =>
            void patchTask(
              task,
              { due, ...(recurrence === undefined ? {} : { recurrence }) },
              due
                ? t('did.rescheduled', { title: task.title, day: dueInWords(due) })
                : t('did.undated', { title: task.title }),
            )
          }
        >
          {task.due ? (
            <span className={isOverdue(task) ? 'text-danger' : undefined}>
              {dueInWords(task.due)}
              {task.duration_minutes ? `, ${minutesInWords(task.duration_minutes)}` : ''}
            </span>
          ) : (
            <span className="text-faint">{t('due.none')}</span>
          )}
        </DuePicker>
      </Property>
      <Property icon={<Repeat size={16} />} label={t('task.repeat')}>
        <RepeatMenu task={task} className={VALUE}>
          {task.recurrence ? (
            recurrenceInWords(task.recurrence)
          ) : (
            <span className="text-faint">{t('repeat.never')}</span>
          )}
        </RepeatMenu>
      </Property>
      <Property icon={<Flag size={16} />} label={t('task.priority')}>
        <Menu
          label={t('task.priority')}
          placement="bottom start"
          trigger={
            <AriaButton
              className={VALUE}
              aria-label={`${t('task.priority')}: ${t(`priority.${task.priority}` as 'priority.1')}`}
            >
              <span className={task.priority === 4 ? 'text-faint' : `font-medium text-p${task.priority}`}>
                {t(`priority.${task.priority}` as 'priority.1')}
              </span>
            </AriaButton>
          }
        >
          {PRIORITIES.map((priority) => (
            <MenuItem
              key={priority}
              icon={<Flag size={15} className={`text-p${priority}`} />}
              isChosen={priority === task.priority}
              onAction={() => prioritise(task, priority)}
            >
              {t(`priority.${priority}`)}
            </MenuItem>
          ))}
        </Menu>
      </Property>
      <Property icon={<Folder size={16} />} label={t('task.project')}>
        <PlaceSelect task={task} />
      </Property>
      <Property icon={<Tag size={16} />} label={t('task.labels')}>
        <LabelEditor task={task} />
      </Property>
    </div>
  )
}

/** Project and section in one list. */
function PlaceSelect({ task }: { task: Task }) {
  const projects = useProjects()
  const sections = useSections(task.project_id)
  return (
    <select
      aria-label={t('task.project')}
      value={task.section_id ? `${task.project_id}/${task.section_id}` : task.project_id}
      onChange={(event) => {
        const [project_id = '', section_id = null] = event.target.value.split('/')
        const name = event.target.selectedOptions[0]?.text.trim() ?? ''
        void patchTask(task, { project_id, section_id }, t('did.movedTo', { title: task.title, name }))
      }}
      className="h-8 min-w-0 flex-1 appearance-none rounded-lg bg-transparent px-2 text-sm hover:bg-hover"
    >
      {projects.map((project) => (
        <optgroup key={project.id} label={project.is_inbox ? t('view.inbox') : project.name}>
          <option value={project.id}>{project.is_inbox ? t('view.inbox') : project.name}</option>
          {project.id === task.project_id &&
            sections.map((section) => (
              <option key={section.id} value={`${project.id}/${section.id}`}>
                {project.name} · {section.name}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  )
}

function SubTasks({ task, onOpen }: { task: Task; onOpen: (id: string) => void }) {
  const { data: tasks } = useTasks()
  const done = useQuery({
    queryKey: ['tasks', 'page', 'children', task.id],
    queryFn: () =>
      body(
        api.GET('/api/v1/tasks', { params: { query: { parent_id: task.id, status: 'done', limit: 200 } } }),
      ),
    enabled: !task.id.startsWith('local-'),
  })
  const heading = useId()
  const [isAdding, setIsAdding] = useState(false)
  const open = [...(tasks?.values() ?? [])].filter((one) => one.parent_id === task.id)
  const ids = new Set(open.map((one) => one.id))
  const all = [...open, ...(done.data?.items ?? []).filter((one) => !ids.has(one.id))].sort(byPosition)
  return (
    <section aria-labelledby={heading} className="mt-6 border-t pt-4">
      <h3 id={heading} className="mb-1.5 flex items-center gap-2 text-sm font-semibold">
        {t('task.subtasks')}
        {all.length > 0 && (
          <span className="tabular font-normal text-faint">
            {all.filter((one) => one.completed).length}/{all.length}
          </span>
        )}
      </h3>
      <ul>
        {all.map((one) => (
          <li key={one.id} className="flex items-start gap-2.5 rounded-lg px-1 py-1.5 hover:bg-hover">
            <span className="flex h-5 items-center">
              <Check
                label={t(one.completed ? 'task.reopen' : 'task.complete', { title: one.title })}
                isDone={one.completed}
                priority={one.priority}
                onToggle={() => void toggleTask(one)}
              />
            </span>
            <button
              type="button"
              onClick={() => onOpen(one.id)}
              className={`min-w-0 flex-1 rounded-sm text-left text-sm leading-5 ${one.completed ? 'text-faint line-through' : ''}`}
            >
              {one.title}
            </button>
          </li>
        ))}
      </ul>
      {isAdding ? (
        <SubTaskField task={task} onDone={() => setIsAdding(false)} />
      ) : (
        <Button look="quiet" className="-ml-1 h-8 px-2" onPress={() => setIsAdding(true)}>
          <Plus size={15} aria-hidden />
          {t('task.addSubtask')}
        </Button>
      )}
    </section>
  )
}

/** Adds one after the other: Enter keeps the field open, Escape ends. */
function SubTaskField({ task, onDone }: { task: Task; onDone: () => void }) {
  const [title, setTitle] = useState('')

  function add(): void {
    const trimmed = title.trim()
    if (!trimmed) {
      onDone()
      return
    }
    void createTask({
      title: trimmed,
      parent_id: task.id,
      project_id: task.project_id,
      section_id: task.section_id,
    } as Parameters<typeof createTask>[0])
    setTitle('')
  }

  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it appears because somebody asked to add a sub-task
      autoFocus
      aria-label={t('task.addSubtask')}
      placeholder={t('task.subtaskTitle')}
      value={title}
      onChange={(event) => setTitle(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') add()
        if (event.key === 'Escape') {
          event.stopPropagation()
          onDone()
        }
      }}
      onBlur={() => (title.trim() ? add() : onDone())}
      className="mt-1 w-full rounded-lg border border-edge bg-raised px-3 py-1.5 text-sm focus:border-accent focus-visible:outline-none"
    />
  )
}
