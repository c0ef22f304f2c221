import { Trash2 } from 'lucide-react'
import { View } from '@/components/view'
import { TrashList } from '@/features/tasks/trash-list'
import { t } from '@/lib/i18n/t'

export function TrashRoute() {
  return (
    <View title={t('view.trash')} icon={<Trash2 size={24} aria-hidden />} note={t('trash.note')}>
      <TrashList />
    </View>
  )
}
