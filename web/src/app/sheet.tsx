import type { ReactNode } from 'react'
import { Dialog } from '@/components/dialog'

interface SheetProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** What stands beside the view elsewhere lies over the whole screen of a phone. */
export function Sheet({ title, onClose, children }: SheetProps) {
  return (
    <Dialog isOpen onClose={onClose} title={title} hideTitle place="full">
      {children}
    </Dialog>
  )
}
