import { useInfiniteQuery } from '@tanstack/react-query'
import { RotateCcw, Trash2 } from 'lucide-react'
import { Button } from '@/components/button'
import { Empty, Failed, Loading } from '@/components/states'
import { api, body, written } from '@/lib/api'
import { instantInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { did } from '@/lib/undo'
import type { Task } from './task'
import { changeTasks } from './task-cache'

/** Deleted tasks, latest first, for as long as they are kept. */
export function TrashList() {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['trash'],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/v1/tasks/trash', { params: { query: { cursor: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />
  if (isPending) return <Loading />
  const tasks = data.pages.flatMap((page) => page.items)
  if (!tasks.length) {
    return (
      <Empty icon={<Trash2 size={26} aria-hidden />} title={t('empty.trash')} text={t('empty.trashText')} />
    )
  }
  return (
    <>
      <ul aria-label={t('view.trash')}>
        {tasks.map((task) => (
          <li key={task.id} className="flex min-h-11 items-center gap-3 rounded-lg px-2 hover:bg-hover">
            <span className={`min-w-0 flex-1 truncate ${task.completed ? 'text-faint line-through' : ''}`}>
              {task.title}
            </span>
            {task.deleted_at && (
              <time className="text-[0.8125rem] text-faint">{instantInWords(task.deleted_at)}</time>
            )}
            <Button
              look="quiet"
              className="h-8 px-2.5"
              aria-label={t('trash.restoreOne', { title: task.title })}
              onPress={() => void restore(task)}
            >
              <RotateCcw size={15} aria-hidden />
              {t('trash.restore')}
            </Button>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className="flex justify-center pt-6">
          <Button onPress={() => void fetchNextPage()}>{t('more')}</Button>
        </div>
      )}
    </>
  )
}

async function restore(task: Task): Promise<void> {
  const title = t('did.restored', { title: task.title })
  try {
    const params = { path: { task_id: task.id } }
    const { data, changeSet } = await written(api.POST('/api/v1/tasks/{task_id}/restore', { params }))
    if (data && !data.completed) changeTasks((tasks) => tasks.set(data.id, data))
    did(title, changeSet)
  } catch (error) {
    toast(t('write.refused', { title, reason: asProblem(error).message }), { tone: 'bad' })
  }
  await queryClient.invalidateQueries({ queryKey: ['trash'] })
}
