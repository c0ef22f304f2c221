import { CalendarDays } from 'lucide-react'
import { useMemo } from 'react'
import { useOpenTask } from '@/app/open-task'
import { View } from '@/components/view'
import { ListView } from '@/features/tasks/list/list-view'
import { upcomingGroups } from '@/features/tasks/list/selections'
import { useKnown } from '@/features/tasks/list/use-known'
import { t } from '@/lib/i18n/t'
import { useToday } from '@/lib/use-today'

export function Upcoming() {
  const known = useKnown()
  const day = useToday()
  const { openId, open } = useOpenTask()
  const groups = useMemo(() => upcomingGroups(known, day), [known, day])
  return (
    <View title={t('view.upcoming')} icon={<CalendarDays size={24} aria-hidden />}>
      <ListView
        label={t('view.upcoming')}
        groups={groups}
        openId={openId}
        onOpen={open}
        keepsEmptyGroups
        empty={null}
      />
    </View>
  )
}
