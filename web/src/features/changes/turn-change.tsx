import { useQuery } from '@tanstack/react-query'
import { Check, Undo2 } from 'lucide-react'
import { Button } from '@/components/button'
import { Loading } from '@/components/states'
import { api, body } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { Effect } from './effect'
import { undoSet } from './history'
import { ProposalCard } from './proposal-list'

const path = (id: string) => ({ params: { path: { change_set_id: id } } })

/** What a turn of the assistant changed: its effect, and the way back. */
export function AppliedChange({ id }: { id: string }) {
  const { data: set } = useQuery({
    queryKey: ['history', 'one', id],
    queryFn: () => body(api.GET('/api/v1/changes/{change_set_id}', path(id))),
  })
  if (!set) return <Loading rows={1} />
  return (
    <article className="rounded-xl p-3 shadow-card">
      <p className="mb-1.5 text-[0.8125rem] font-medium [overflow-wrap:anywhere]">{set.title}</p>
      <Effect changes={set.changes} />
      <div className="mt-2.5">
        {set.undone_by ? (
          <span className="text-[0.8125rem] text-faint">{t('change.undone')}</span>
        ) : (
          <Button className="h-8" onPress={() => void undoSet(set)}>
            <Undo2 size={15} aria-hidden />
            {t('undo')}
          </Button>
        )}
      </div>
    </article>
  )
}

/** What a turn of the assistant proposes, for as long as nobody has decided. */
export function ProposedChange({ id }: { id: string }) {
  const { data: set, error } = useQuery({
    queryKey: ['proposals', 'one', id],
    queryFn: () => body(api.GET('/api/v1/proposals/{change_set_id}', path(id))),
    retry: false,
  })
  if (set?.status === 'proposed') return <ProposalCard set={set} />
  if (!set && !(error && asProblem(error).status === 404)) return <Loading rows={1} />
  return (
    <p className="flex items-center gap-2 rounded-xl px-3 py-2 text-[0.8125rem] text-faint shadow-card">
      <Check size={14} aria-hidden />
      {t('proposals.decided')}
    </p>
  )
}
