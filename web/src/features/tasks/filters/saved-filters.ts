import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, body, type Schemas, written } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { did } from '@/lib/undo'

export type SavedFilter = Schemas['FilterRead']

export const filtersQuery = queryOptions({
  queryKey: ['saved-filters'],
  queryFn: async (): Promise<SavedFilter[]> => (await body(api.GET('/api/v1/filters'))).items,
})

export function useSavedFilters(): readonly SavedFilter[] {
  return useQuery(filtersQuery).data ?? []
}

export async function saveFilter(name: string, query: string): Promise<SavedFilter | undefined> {
  try {
    const { data, changeSet } = await written(api.POST('/api/v1/filters', { body: { name, query } }))
    did(t('did.savedFilter', { name }), changeSet)
    await queryClient.invalidateQueries({ queryKey: ['saved-filters'] })
    return data
  } catch (error) {
    toast(asProblem(error).message, { tone: 'bad' })
    return undefined
  }
}

export async function deleteFilter(filter: SavedFilter): Promise<void> {
  try {
    const params = { path: { filter_id: filter.id } }
    const { changeSet } = await written(api.DELETE('/api/v1/filters/{filter_id}', { params }))
    did(t('did.deletedFilter', { name: filter.name }), changeSet)
    await queryClient.invalidateQueries({ queryKey: ['saved-filters'] })
  } catch (error) {
    toast(asProblem(error).message, { tone: 'bad' })
  }
}
