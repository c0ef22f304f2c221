import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { classes } from './classes'

interface DialogProps {
  isOpen: boolean
  onClose: () => void
  /** Names the dialog; shown unless `hideTitle`. */
  title: string
  hideTitle?: boolean
  place?: 'center' | 'top' | 'left' | 'full'
  width?: string
  children: ReactNode
}

const PLACES = {
  center: 'items-center justify-center p-4',
  top: 'items-start justify-center px-3 pt-[12vh]',
  left: 'items-stretch justify-start',
  full: 'items-stretch justify-stretch',
} as const

const SHAPES = {
  center: 'rounded-2xl animate-rise',
  top: 'rounded-2xl animate-rise',
  left: 'h-full w-72 max-w-[85vw] animate-fade',
  full: 'h-full w-full animate-fade',
} as const

export function Dialog({
  isOpen,
  onClose,
  title,
  hideTitle,
  place = 'center',
  width,
  children,
}: DialogProps) {
  const isSheet = place === 'left' || place === 'full'
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className={classes('fixed inset-0 z-40 flex bg-black/25 animate-fade', PLACES[place])}
    >
      <Modal
        className={classes(
          'flex flex-col overflow-hidden bg-raised text-ink shadow-float',
          SHAPES[place],
          isSheet ? '' : classes('max-h-[80vh] w-full', width ?? 'max-w-md'),
        )}
      >
        <AriaDialog
          aria-label={hideTitle ? title : undefined}
          className="flex min-h-0 flex-1 flex-col outline-none"
        >
          {!hideTitle && (
            <Heading slot="title" className="px-5 pt-5 text-lg font-semibold tracking-tight">
              {title}
            </Heading>
          )}
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
