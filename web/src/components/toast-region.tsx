import { X } from 'lucide-react'
import { t } from '@/lib/i18n/t'
import { useStore } from '@/lib/store'
import { dismiss, toasts } from '@/lib/toasts'
import { Button, IconButton } from './button'
import { classes } from './classes'

/** Where short messages appear; read out by screen readers as they come. */
export function ToastRegion() {
  const shown = useStore(toasts)
  return (
    <section
      aria-label={t('toasts.label')}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2 px-4 md:bottom-6"
    >
      {shown.map((one) => (
        <div
          key={one.id}
          className={classes(
            'pointer-events-auto flex max-w-full items-center gap-2 rounded-xl py-1.5 pr-1.5 pl-4 text-sm shadow-float animate-rise',
            one.tone === 'bad' ? 'bg-danger-tint text-ink' : 'bg-raised text-ink',
          )}
        >
          <span className="min-w-0 truncate py-1">{one.text}</span>
          {one.action && (
            <Button
              look="link"
              className="h-8 px-2.5"
              onPress={() => {
                one.action?.run()
                dismiss(one.id)
              }}
            >
              {one.action.label}
            </Button>
          )}
          <IconButton label={t('close')} className="size-7" onPress={() => dismiss(one.id)}>
            <X size={15} aria-hidden />
          </IconButton>
        </div>
      ))}
    </section>
  )
}
