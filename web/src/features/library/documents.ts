import { queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas, written } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { did } from '@/lib/undo'

export type Document = Schemas['DocumentRead']

const WATCH_MS = 1500

export const documentsQuery = queryOptions({
  queryKey: ['documents', 'all'],
  queryFn: async (): Promise<Document[]> =>
    (await body(api.GET('/api/v1/documents', { params: { query: { limit: 200 } } }))).items,
  // A document is read in the background after it has arrived.
  refetchInterval: ({ state }) => (state.data?.some((one) => one.status === 'pending') ? WATCH_MS : false),
})

export function textQuery(documentId: string) {
  return queryOptions({
    queryKey: ['documents', 'text', documentId],
    queryFn: async () =>
      (
        await body(
          api.GET('/api/v1/documents/{document_id}/text', { params: { path: { document_id: documentId } } }),
        )
      ).text,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

export async function addDocuments(files: readonly File[]): Promise<void> {
  for (const file of files) {
    const form = new FormData()
    form.set('file', file)
    try {
      const { changeSet } = await written(
        api.POST('/api/v1/documents', { body: form as never, bodySerializer: (given) => given as never }),
      )
      did(t('library.added', { name: file.name }), changeSet)
    } catch (error) {
      toast(t('write.refused', { title: file.name, reason: asProblem(error).message }), { tone: 'bad' })
    }
  }
  await queryClient.invalidateQueries({ queryKey: ['documents'] })
}

export async function deleteDocument(document: Document): Promise<void> {
  try {
    const params = { path: { document_id: document.id } }
    const { changeSet } = await written(api.DELETE('/api/v1/documents/{document_id}', { params }))
    did(t('library.deleted', { name: document.title }), changeSet)
  } catch (error) {
    toast(asProblem(error).message, { tone: 'bad' })
  }
  await queryClient.invalidateQueries({ queryKey: ['documents'] })
}
