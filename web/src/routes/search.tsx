import { useNavigate, useSearch } from '@tanstack/react-router'
import { Search as SearchIcon } from 'lucide-react'
import { useOpenTask } from '@/app/open-task'
import { View } from '@/components/view'
import { SearchPanel } from '@/features/tasks/filters/search-panel'
import { t } from '@/lib/i18n/t'

export function SearchRoute() {
  const { q } = useSearch({ from: '/app/search' })
  const { openId, open } = useOpenTask()
  const navigate = useNavigate()
  return (
    <View title={t('view.search')} icon={<SearchIcon size={23} aria-hidden />}>
      <SearchPanel
        query={q ?? ''}
        onQuery={(next) =>
          void navigate({ to: '.', search: (kept) => ({ ...kept, q: next || undefined }), replace: true })
        }
        openId={openId}
        onOpen={open}
      />
    </View>
  )
}
