/** What can be done to tasks. Each shows at once, says so with an undo, and goes back visibly when it is refused. */

import type { Schemas } from '@/lib/api'
import { api, type Written, written } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { LOCAL_ID_HEADER, newLocalId, onArrival } from '@/lib/offline/outbox'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { did } from '@/lib/undo'
import { linger } from './lingering'
import { fromLogged, patched, type Task, type TaskPatch } from './task'
import { cachedTask, changeTasks, whilePending } from './task-cache'

interface Step<T> {
  ids: readonly string[]
  /** Shows the result before the server has answered. */
  show: (tasks: Map<string, Task>) => void
  send: () => Promise<Written<T>>
  title: string
  quiet?: boolean
}

async function act<T>({ ids, show, send, title, quiet }: Step<T>): Promise<T | undefined> {
  const before = ids.map((id) => [id, cachedTask(id)] as const)
  changeTasks(show)
  try {
    const { data, changeSet, isQueued } = await whilePending(ids, send)
    if (isTask(data)) changeTasks((tasks) => tasks.set(data.id, data))
    if (isQueued) toast(t('offline.kept', { title }))
    else did(title, changeSet, { quiet })
    void queryClient.invalidateQueries({ queryKey: ['tasks', 'page'] })
    return data
  } catch (error) {
    changeTasks((tasks) => {
      for (const [id, task] of before) task ? tasks.set(id, task) : tasks.delete(id)
    })
    toast(t('write.refused', { title, reason: asProblem(error).message }), { tone: 'bad' })
    return undefined
  }
}

function isTask(value: unknown): value is Task {
  return typeof value === 'object' && value !== null && 'project_id' in value && 'title' in value
}

const path = (id: string) => ({ params: { path: { task_id: id } } })

export function patchTask(task: Task, patch: TaskPatch, title?: string): Promise<Task | undefined> {
  return act({
    ids: [task.id],
    show: (tasks) => tasks.set(task.id, patched(tasks.get(task.id) ?? task, patch)),
    send: () =>
      written(
        api.PATCH('/api/v1/tasks/{task_id}', { ...path(task.id), body: patch as Schemas['TaskPatch'] }),
      ),
    title: title ?? t('did.changed', { title: task.title }),
    quiet: title === undefined,
  })
}

export function completeTask(task: Task): Promise<Task | undefined> {
  linger(task.id)
  return act({
    ids: [task.id],
    show: (tasks) => tasks.set(task.id, patched(tasks.get(task.id) ?? task, { completed: true })),
    send: () => written(api.POST('/api/v1/tasks/{task_id}/complete', path(task.id))),
    title: t('did.completed', { title: task.title }),
  })
}

export function reopenTask(task: Task): Promise<Task | undefined> {
  return act({
    ids: [task.id],
    show: (tasks) => tasks.set(task.id, patched(tasks.get(task.id) ?? task, { completed: false })),
    send: () => written(api.POST('/api/v1/tasks/{task_id}/reopen', path(task.id))),
    title: t('did.reopened', { title: task.title }),
  })
}

export function toggleTask(task: Task): Promise<Task | undefined> {
  return task.completed ? reopenTask(task) : completeTask(task)
}

export function skipTask(task: Task): Promise<Task | undefined> {
  return act({
    ids: [task.id],
    show: () => undefined,
    send: () => written(api.POST('/api/v1/tasks/{task_id}/skip', path(task.id))),
    title: t('did.skipped', { title: task.title }),
  })
}

export function deleteTask(task: Task): Promise<unknown> {
  return act({
    ids: [task.id],
    show: (tasks) => tasks.delete(task.id),
    send: () => written(api.DELETE('/api/v1/tasks/{task_id}', path(task.id))),
    title: t('did.deleted', { title: task.title }),
  })
}

export function createTask(given: Schemas['TaskCreate']): Promise<Task | undefined> {
  const id = newLocalId()
  const draft = { ...patched(fromLogged(id, {}), given as TaskPatch), title: given.title }
  return act({
    ids: [id],
    show: (tasks) => tasks.set(id, draft),
    send: async () => {
      const result = await written(
        api.POST('/api/v1/tasks', { body: given, headers: { [LOCAL_ID_HEADER]: id } }),
      )
      if (!result.isQueued) changeTasks((tasks) => tasks.delete(id))
      return result
    },
    title: t('did.added', { title: given.title }),
  })
}

/** Puts the real tasks in the place of those that were made offline. */
export function followArrivals(): () => void {
  return onArrival((localId, arrived) =>
    changeTasks((tasks) => {
      removeDrafts(tasks, localId)
      const made = (arrived as { tasks?: unknown[] } | null)?.tasks ?? [arrived]
      for (const task of made) if (isTask(task)) tasks.set(task.id, task)
    }),
  )
}

export function removeDrafts(tasks: Map<string, Task>, localId: string): void {
  for (const id of tasks.keys()) if (id === localId || id.startsWith(`${localId}.`)) tasks.delete(id)
}
