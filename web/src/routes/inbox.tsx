import { Inbox as InboxIcon, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { AddTask } from '@/app/add-task'
import { useOpenTask } from '@/app/open-task'
import { overlay } from '@/app/overlays'
import { Button } from '@/components/button'
import { Empty } from '@/components/states'
import { View } from '@/components/view'
import { Completed } from '@/features/tasks/list/completed'
import { ListView } from '@/features/tasks/list/list-view'
import { projectGroups } from '@/features/tasks/list/selections'
import { useKnown } from '@/features/tasks/list/use-known'
import { useSections } from '@/features/tasks/projects/projects'
import { t } from '@/lib/i18n/t'

export function Inbox() {
  const known = useKnown()
  const { openId, open } = useOpenTask()
  const inbox = known.projects.find((one) => one.is_inbox)
  const sections = useSections(inbox?.id ?? null)
  const groups = useMemo(
    () => (inbox ? projectGroups(known, inbox.id, sections) : []),
    [known, inbox, sections],
  )
  return (
    <View title={t('view.inbox')} icon={<InboxIcon size={24} aria-hidden />}>
      <ListView
        label={t('view.inbox')}
        groups={groups}
        openId={openId}
        onOpen={open}
        isOrdered
        empty={
          <Empty
            icon={<InboxIcon size={26} aria-hidden />}
            title={t('empty.inbox')}
            text={t('empty.inboxText')}
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
      {inbox && <Completed projectId={inbox.id} openId={openId} onOpen={open} />}
    </View>
  )
}
