import type { ReactNode } from 'react'
import { Dialog } from '@/components/dialog'
import { t } from '@/lib/i18n/t'

/** A task over the whole screen of a phone. */
export function TaskSheet({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <Dialog isOpen onClose={onClose} title={t('task.one')} hideTitle place="full">
      {children}
    </Dialog>
  )
}
