import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, body, type Schemas, written } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { did } from '@/lib/undo'

export type ChangeSet = Schemas['ChangeSetRead']

export const proposalsQuery = queryOptions({
  queryKey: ['proposals'],
  queryFn: async (): Promise<ChangeSet[]> => (await body(api.GET('/api/v1/proposals'))).items,
  // A proposal is no change yet, so the live stream does not carry it.
  refetchInterval: 30_000,
  refetchOnWindowFocus: true,
})

export function useProposalCount(): number {
  return useQuery(proposalsQuery).data?.length ?? 0
}

const path = (set: ChangeSet) => ({ params: { path: { change_set_id: set.id } } })

export async function approve(set: ChangeSet): Promise<void> {
  try {
    const { changeSet } = await written(api.POST('/api/v1/proposals/{change_set_id}/approve', path(set)))
    did(t('did.approved', { title: set.title }), changeSet ?? set.id)
  } catch (error) {
    toast(t('write.refused', { title: set.title, reason: asProblem(error).message }), { tone: 'bad' })
  }
  await readAgain()
}

export async function reject(set: ChangeSet): Promise<void> {
  try {
    await written(api.POST('/api/v1/proposals/{change_set_id}/reject', path(set)))
    toast(t('did.rejected', { title: set.title }))
  } catch (error) {
    toast(t('write.refused', { title: set.title, reason: asProblem(error).message }), { tone: 'bad' })
  }
  await readAgain()
}

async function readAgain(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['proposals'] }),
    queryClient.invalidateQueries({ queryKey: ['history'] }),
  ])
}
