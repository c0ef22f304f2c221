import { useNavigate, useParams } from '@tanstack/react-router'
import { Filter, Trash2 } from 'lucide-react'
import { useOpenTask } from '@/app/open-task'
import { IconButton } from '@/components/button'
import { Loading } from '@/components/states'
import { View } from '@/components/view'
import { deleteFilter, useSavedFilters } from '@/features/tasks/filters/saved-filters'
import { Found } from '@/features/tasks/filters/search-panel'
import { t } from '@/lib/i18n/t'
import { NotFound } from './not-found'

export function FilterRoute() {
  const { filterId } = useParams({ from: '/app/filters/$filterId' })
  const filters = useSavedFilters()
  const navigate = useNavigate()
  const { openId, open } = useOpenTask()
  const filter = filters.find((one) => one.id === filterId)
  if (!filter) return filters.length ? <NotFound /> : <Loading />
  return (
    <View
      title={filter.name}
      icon={<Filter size={22} aria-hidden />}
      note={filter.query}
      actions={
        <IconButton
          label={t('filter.delete')}
          onPress={() => {
            void navigate({ to: '/search' })
            void deleteFilter(filter)
          }}
        >
          <Trash2 size={16} aria-hidden />
        </IconButton>
      }
    >
      <Found filter={filter.query} label={filter.name} openId={openId} onOpen={open} />
    </View>
  )
}
