import { History } from 'lucide-react'
import { View } from '@/components/view'
import { HistoryList } from '@/features/changes/history-list'
import { ProposalList } from '@/features/changes/proposal-list'
import { t } from '@/lib/i18n/t'

export function HistoryRoute() {
  return (
    <View title={t('view.history')} icon={<History size={24} aria-hidden />} note={t('history.note')}>
      <ProposalList />
      <HistoryList />
    </View>
  )
}
