import { useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { Button } from '@/components/button'
import { instantInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { Effect } from './effect'
import { approve, type ChangeSet, proposalsQuery, reject } from './proposals'

/** What waits for a yes or a no, with its concrete effect. */
export function ProposalList() {
  const { data } = useQuery(proposalsQuery)
  if (!data?.length) return null
  return (
    <section aria-label={t('proposals.title')} className="mb-6 flex flex-col gap-3">
      {data.map((set) => (
        <ProposalCard key={set.id} set={set} />
      ))}
    </section>
  )
}

export function ProposalCard({ set }: { set: ChangeSet }) {
  return (
    <article className="overflow-hidden rounded-2xl shadow-card">
      <header className="bg-tint px-4 py-2.5">
        <p className="text-xs font-medium text-accent">{t('proposals.waiting')}</p>
        <h2 className="font-semibold [overflow-wrap:anywhere]">{set.title}</h2>
      </header>
      <div className="px-4 py-3 empty:hidden has-[li:empty]:hidden">
        <Effect changes={set.changes} />
      </div>
      <footer className="flex items-center gap-2 border-t px-4 py-3">
        <Button look="primary" className="h-8" onPress={() => void approve(set)}>
          <Check size={15} aria-hidden />
          {t('proposals.approve')}
        </Button>
        <Button className="h-8" onPress={() => void reject(set)}>
          <X size={15} aria-hidden />
          {t('proposals.reject')}
        </Button>
        {set.expires_at && (
          <span className="ml-auto text-xs text-faint">
            {t('proposals.until', { when: instantInWords(set.expires_at) })}
          </span>
        )}
      </footer>
    </article>
  )
}
