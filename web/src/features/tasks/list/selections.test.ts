import { expect, test } from 'vitest'
import type { Project, Section } from '../projects/projects'
import { fromLogged, type Task } from '../task'
import { countsOf, type Known, projectGroups, todayGroups, upcomingGroups } from './selections'
import { positionBeyond } from './task-list'

const NOW = '2026-11-20'

function known(...tasks: Task[]): Known {
  return {
    tasks: new Map(tasks.map((task) => [task.id, task])),
    projects: [{ id: 'p', name: 'House', is_inbox: false } as Project],
    lingering: new Set(),
  }
}

const task = (id: string, columns: Record<string, unknown> = {}) =>
  fromLogged(id, { title: id, project_id: 'p', ...columns })
const ids = (groups: readonly { tasks: readonly { task: Task }[] }[]) =>
  groups.map((group) => group.tasks.map((one) => one.task.id))

test('today holds what is late and what is for today, and nothing that is done', () => {
  const groups = todayGroups(
    known(
      task('late', { due_date: '2026-11-18' }),
      task('now', { due_date: NOW }),
      task('done', { due_date: NOW, status: 'done' }),
      task('later', { due_date: '2026-11-21' }),
    ),
    NOW,
  )
  expect(ids(groups)).toEqual([['late'], ['now']])
})

test('a task that was ticked a moment ago still stands in its list', () => {
  const all = known(task('done', { due_date: NOW, status: 'done' }))
  expect(ids(todayGroups({ ...all, lingering: new Set(['done']) }, NOW))).toEqual([['done']])
})

test('upcoming names each of the next seven days, then months', () => {
  const groups = upcomingGroups(
    known(task('soon', { due_date: '2026-11-27' }), task('far', { due_date: '2027-02-01' })),
    NOW,
  )
  expect(groups).toHaveLength(8)
  expect(groups[6]?.tasks.map((one) => one.task.id)).toEqual(['soon'])
  expect(groups[7]?.title).toBe('February 2027')
})

test('sub-tasks stand below their parent, in its section, wherever they themselves were put', () => {
  const sections = [{ id: 's', name: 'Soon', position: 1 } as Section]
  const groups = projectGroups(
    known(
      task('b', { position: 2, section_id: 's' }),
      task('a', { position: 1, section_id: 's' }),
      task('child', { parent_id: 'a', position: 9 }),
    ),
    'p',
    sections,
  )
  expect(ids(groups)).toEqual([[], ['a', 'child', 'b']])
  expect(groups[1]?.tasks.map((one) => one.show.depth)).toEqual([0, 1, 0])
})

test('counts leave out what is done', () => {
  const { tasks } = known(task('a', { labels: ['x'] }), task('b', { status: 'done', labels: ['x'] }))
  const counts = countsOf(tasks, 'p', NOW)
  expect(counts.inbox).toBe(1)
  expect(counts.byLabel.get('x')).toBe(1)
})

test('moving one step lands between the neighbours, and at the ends beyond the last', () => {
  const listed = [1, 2, 4].map((position) => ({
    task: task(`t${position}`, { position }),
    show: { date: 'full' as const },
  }))
  const first = listed[0]?.task as Task
  expect(positionBeyond(first, 1, listed)).toBe(3)
  expect(positionBeyond(first, -1, listed)).toBeNull()
  expect(positionBeyond(listed[1]?.task as Task, 1, listed)).toBe(5)
})
