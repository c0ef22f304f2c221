/** What each view takes out of the tasks there are. */
import { addDays, type Day, today } from '@/lib/dates'
import { dayAndMonth, dayInFull, monthInWords, weekdayInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import type { Project, Section } from '../projects/projects'
import { byDue, byPosition, dueDay, type Task } from '../task'
import type { Tasks } from '../task-cache'
import type { ListedTask, TaskGroup } from './task-list'

export interface Known {
  tasks: Tasks
  projects: readonly Project[]
  lingering: ReadonlySet<string>
}

function visible({ tasks, lingering }: Known): Task[] {
  return [...tasks.values()].filter((task) => !task.completed || lingering.has(task.id))
}

function listed(known: Known, task: Task, date: 'full' | 'time' | 'none', isInProject = false): ListedTask {
  const project = isInProject ? null : known.projects.find((one) => one.id === task.project_id)
  return {
    task,
    show: {
      date,
      project: project && !project.is_inbox ? project.name : null,
      parent: task.parent_id ? (known.tasks.get(task.parent_id)?.title ?? null) : null,
    },
  }
}

/** What is late, then what is for today. */
export function todayGroups(known: Known, now: Day = today()): TaskGroup[] {
  const due = visible(known).filter((task) => (dueDay(task) ?? '9999') <= now)
  const late = due.filter((task) => (dueDay(task) ?? '') < now).sort(byDue)
  const current = due.filter((task) => dueDay(task) === now).sort(byDue)
  const groups: TaskGroup[] = []
  if (late.length) {
    groups.push({
      key: 'late',
      title: t('group.overdue'),
      tone: 'late',
      tasks: late.map((task) => listed(known, task, 'full')),
    })
  }
  if (current.length) {
    groups.push({
      key: 'today',
      title: late.length ? t('day.today') : null,
      tasks: current.map((task) => listed(known, task, 'time')),
    })
  }
  return groups
}

const DAYS_SHOWN = 7

/** The next seven days one by one, then month by month. */
export function upcomingGroups(known: Known, now: Day = today()): TaskGroup[] {
  const ahead = visible(known)
    .filter((task) => (dueDay(task) ?? '') > now)
    .sort(byDue)
  const groups: TaskGroup[] = []
  for (let n = 1; n <= DAYS_SHOWN; n++) {
    const day = addDays(now, n)
    groups.push({
      key: day,
      title: n === 1 ? t('day.tomorrow') : weekdayInWords(day, 'long'),
      note: n === 1 ? dayInFull(day) : dayAndMonth(day),
      tasks: ahead.filter((task) => dueDay(task) === day).map((task) => listed(known, task, 'time')),
    })
  }
  const later = ahead.filter((task) => (dueDay(task) ?? '') > addDays(now, DAYS_SHOWN))
  for (const month of new Set(later.map((task) => (dueDay(task) ?? '').slice(0, 7)))) {
    groups.push({
      key: month,
      title: monthInWords(`${month}-01`),
      tasks: later
        .filter((task) => dueDay(task)?.startsWith(month))
        .map((task) => listed(known, task, 'full')),
    })
  }
  return groups
}

/** A project's tasks under its sections, sub-tasks below their parents. */
export function projectGroups(known: Known, projectId: string, sections: readonly Section[]): TaskGroup[] {
  const tasks = visible(known).filter((task) => task.project_id === projectId)
  const places = [...sections].sort((a, b) => a.position - b.position)
  const isKnown = new Set(places.map((section) => section.id))
  const place = (task: Task) => {
    const { section_id } = topOf(known.tasks, task)
    return section_id && isKnown.has(section_id) ? section_id : null
  }
  const loose = tasks.filter((task) => place(task) === null)
  return [
    { key: 'loose', title: null, tasks: nested(known, loose) },
    ...places.map((section) => ({
      key: section.id,
      title: section.name,
      tasks: nested(
        known,
        tasks.filter((task) => place(task) === section.id),
      ),
    })),
  ]
}

const DEEPEST = 20

/** The task that a sub-task finally belongs to: the whole family stands in its section. */
export function topOf(tasks: Tasks, task: Task): Task {
  let top = task
  for (let depth = 0; depth < DEEPEST && top.parent_id; depth++) {
    const parent = tasks.get(top.parent_id)
    if (!parent || parent.project_id !== task.project_id) break
    top = parent
  }
  return top
}

function nested(known: Known, tasks: readonly Task[]): ListedTask[] {
  const ids = new Set(tasks.map((task) => task.id))
  const children = new Map<string, Task[]>()
  for (const task of tasks) {
    const parent = task.parent_id && ids.has(task.parent_id) ? task.parent_id : ''
    children.set(parent, [...(children.get(parent) ?? []), task])
  }
  const out: ListedTask[] = []
  function add(parent: string, depth: number): void {
    for (const task of [...(children.get(parent) ?? [])].sort(byPosition)) {
      const one = listed(known, task, 'full', true)
      const isBelow = depth > 0
      out.push({
        task,
        show: { ...one.show, parent: isBelow ? null : one.show.parent, depth: Math.min(depth, 4) },
      })
      add(task.id, depth + 1)
    }
  }
  add('', 0)
  return out
}

export function labelGroups(known: Known, label: string): TaskGroup[] {
  const tasks = visible(known).filter((task) => task.labels.includes(label))
  return [{ key: label, title: null, tasks: tasks.sort(byDue).map((task) => listed(known, task, 'full')) }]
}

/** Tasks that a search or a filter found, in the order of the server. */
export function foundGroups(known: Known, found: readonly Task[]): TaskGroup[] {
  const fresh = found.map((task) => known.tasks.get(task.id) ?? task)
  return [{ key: 'found', title: null, tasks: fresh.map((task) => listed(known, task, 'full')) }]
}

export interface Counts {
  inbox: number
  today: number
  byProject: ReadonlyMap<string, number>
  byLabel: ReadonlyMap<string, number>
}

export function countsOf(tasks: Tasks, inboxId: string | undefined, now: Day = today()): Counts {
  const byProject = new Map<string, number>()
  const byLabel = new Map<string, number>()
  let due = 0
  for (const task of tasks.values()) {
    if (task.completed) continue
    byProject.set(task.project_id, (byProject.get(task.project_id) ?? 0) + 1)
    for (const label of task.labels) byLabel.set(label, (byLabel.get(label) ?? 0) + 1)
    if ((dueDay(task) ?? '9999') <= now) due += 1
  }
  return { inbox: (inboxId && byProject.get(inboxId)) || 0, today: due, byProject, byLabel }
}
