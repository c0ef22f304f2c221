import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, body, written } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { toast } from '@/lib/toasts'
import { did } from '@/lib/undo'
import type { ChangeSet } from './proposals'

export const historyQuery = infiniteQueryOptions({
  queryKey: ['history', 'all'],
  queryFn: ({ pageParam }) =>
    body(api.GET('/api/v1/changes', { params: { query: { cursor: pageParam ?? undefined, limit: 50 } } })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
})

export async function undoSet(set: ChangeSet): Promise<void> {
  try {
    const params = { path: { change_set_id: set.id } }
    const { changeSet } = await written(api.POST('/api/v1/changes/{change_set_id}/undo', { params }))
    did(t('undo.done', { title: set.title }), changeSet)
  } catch (error) {
    toast(asProblem(error).message, { tone: 'bad' })
  }
}
