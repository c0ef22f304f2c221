import { queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas, written } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { did } from '@/lib/undo'

export type Comment = Schemas['CommentRead']

const path = (taskId: string) => ({ params: { path: { task_id: taskId } } })

export function commentsQuery(taskId: string) {
  return queryOptions({
    queryKey: ['comments', taskId],
    queryFn: async (): Promise<Comment[]> =>
      (await body(api.GET('/api/v1/tasks/{task_id}/comments', path(taskId)))).items,
    enabled: !taskId.startsWith('local-'),
  })
}

export async function addComment(taskId: string, text: string): Promise<boolean> {
  return write(taskId, t('did.commented'), () =>
    written(api.POST('/api/v1/tasks/{task_id}/comments', { ...path(taskId), body: { text } })),
  )
}

export async function deleteComment(comment: Comment): Promise<boolean> {
  const params = { path: { task_id: comment.task_id, comment_id: comment.id } }
  return write(comment.task_id, t('did.deletedComment'), () =>
    written(api.DELETE('/api/v1/tasks/{task_id}/comments/{comment_id}', { params })),
  )
}

async function write(
  taskId: string,
  title: string,
  send: () => ReturnType<typeof written>,
): Promise<boolean> {
  try {
    const { changeSet, isQueued } = await send()
    if (isQueued) toast(t('offline.kept', { title }))
    else did(title, changeSet)
    await queryClient.invalidateQueries({ queryKey: ['comments', taskId] })
    return true
  } catch (error) {
    toast(t('write.refused', { title, reason: asProblem(error).message }), { tone: 'bad' })
    return false
  }
}
