import { CloudOff } from 'lucide-react'
import { Button } from '@/components/button'
import { t } from '@/lib/i18n/t'
import { discard, outbox, tryAgain } from '@/lib/offline/outbox'
import { useStore } from '@/lib/store'

/** Says that the network is away, what waits to be sent, and what the server did not take. */
export function OfflineNote() {
  const { waiting, refused, online } = useStore(outbox)
  if (online && !waiting && !refused.length) return null
  return (
    <div role="status" className="border-b bg-note px-4 py-2 text-sm">
      {(!online || waiting > 0) && (
        <p className="flex items-center justify-center gap-2">
          <CloudOff size={15} aria-hidden />
          {waiting ? t('offline.waiting', { count: waiting }) : t('offline.reading')}
        </p>
      )}
      {refused.map((one) => (
        <p key={one.id} className="flex flex-wrap items-center justify-center gap-2">
          {t('offline.refused', { reason: one.refused?.message ?? '' })}
          <Button look="quiet" className="h-7 px-2" onPress={() => void tryAgain(one)}>
            {t('state.retry')}
          </Button>
          <Button
            look="quiet"
            className="h-7 px-2"
            onPress={() => one.id !== undefined && void discard(one.id)}
          >
            {t('offline.discard')}
          </Button>
        </p>
      ))}
    </div>
  )
}
