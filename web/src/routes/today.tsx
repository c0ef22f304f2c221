import { CircleCheckBig, Plus, Sun } from 'lucide-react'
import { useMemo } from 'react'
import { AddTask } from '@/app/add-task'
import { useOpenTask } from '@/app/open-task'
import { overlay } from '@/app/overlays'
import { Button } from '@/components/button'
import { Empty } from '@/components/states'
import { View } from '@/components/view'
import { ListView } from '@/features/tasks/list/list-view'
import { todayGroups } from '@/features/tasks/list/selections'
import { useKnown } from '@/features/tasks/list/use-known'
import { today } from '@/lib/dates'
import { dayInFull } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { useToday } from '@/lib/use-today'

export function Today() {
  const known = useKnown()
  const day = useToday()
  const { openId, open } = useOpenTask()
  const groups = useMemo(() => todayGroups(known, day), [known, day])
  const isNew = known.tasks.size === 0
  return (
    <View title={t('view.today')} icon={<Sun size={25} aria-hidden />} note={dayInFull(today())}>
      <ListView
        label={t('view.today')}
        groups={groups}
        openId={openId}
        onOpen={open}
        empty={
          <Empty
            icon={isNew ? <Sun size={26} aria-hidden /> : <CircleCheckBig size={26} aria-hidden />}
            title={t(isNew ? 'empty.first' : 'empty.today')}
            text={t(isNew ? 'empty.firstText' : 'empty.todayText')}
            action={
              <Button look="primary" onPress={() => overlay.set('quick-add')}>
                <Plus size={16} aria-hidden />
                {t('quick.button')}
              </Button>
            }
          />
        }
      />
      <AddTask groups={groups} />
    </View>
  )
}
