import { useQuery } from '@tanstack/react-query'
import { Button } from '@/components/button'
import { t } from '@/lib/i18n/t'
import { answerInvitation, receivedQuery } from './sharing'

/** Projects that somebody has been asked to join. */
export function ReceivedInvitations() {
  const { data } = useQuery(receivedQuery)
  if (!data?.length) return null
  return (
    <ul aria-label={t('share.received')} className="mb-1 flex flex-col gap-2">
      {data.map((invitation) => (
        <li key={invitation.id} className="rounded-xl bg-raised p-3 shadow-card">
          <p className="text-sm">{t('share.asked', { name: invitation.project_name })}</p>
          <div className="mt-2 flex gap-2">
            <Button look="primary" className="h-8" onPress={() => void answerInvitation(invitation, true)}>
              {t('share.accept')}
            </Button>
            <Button look="quiet" className="h-8" onPress={() => void answerInvitation(invitation, false)}>
              {t('share.decline')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}
