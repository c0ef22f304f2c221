import { useParams } from '@tanstack/react-router'
import { Tag } from 'lucide-react'
import { useMemo } from 'react'
import { AddTask } from '@/app/add-task'
import { useOpenTask } from '@/app/open-task'
import { Empty } from '@/components/states'
import { View } from '@/components/view'
import { ListView } from '@/features/tasks/list/list-view'
import { labelGroups } from '@/features/tasks/list/selections'
import { useKnown } from '@/features/tasks/list/use-known'
import { t } from '@/lib/i18n/t'

export function LabelRoute() {
  const { label } = useParams({ from: '/app/labels/$label' })
  const known = useKnown()
  const { openId, open } = useOpenTask()
  const groups = useMemo(() => labelGroups(known, label), [known, label])
  return (
    <View title={label} icon={<Tag size={22} aria-hidden />}>
      <ListView
        label={label}
        groups={groups}
        openId={openId}
        onOpen={open}
        empty={
          <Empty
            icon={<Tag size={26} aria-hidden />}
            title={t('empty.label')}
            text={t('empty.labelText', { label })}
          />
        }
      />
      <AddTask groups={groups} />
    </View>
  )
}
