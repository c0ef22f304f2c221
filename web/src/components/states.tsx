import { CloudAlert, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '@/lib/i18n/t'
import { asProblem, NO_NETWORK } from '@/lib/problem'
import { Button } from './button'

/** Nothing here yet: what would be, and the one next step. */
export function Empty({
  icon,
  title,
  text,
  action,
}: {
  icon: ReactNode
  title: string
  text: string
  action?: ReactNode
}) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center px-6 py-20 text-center animate-fade">
      <div className="mb-5 flex size-14 items-center justify-center rounded-2xl bg-tint text-accent">
        {icon}
      </div>
      <h2 className="text-[1.0625rem] font-semibold tracking-tight">{title}</h2>
      <p className="mt-1.5 text-sm leading-relaxed text-soft">{text}</p>
      {action && <div className="mt-6">{action}</div>}
    </div>
  )
}

/** Grey lines where rows will be. */
export function Loading({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" aria-label={t('state.loading')} className="flex flex-col gap-5 px-2 py-4">
      {Array.from({ length: rows }, (_, n) => n).map((n) => (
        <div key={n} className="flex animate-pulse items-center gap-3">
          <div className="size-[1.125rem] rounded-full bg-pressed" />
          <div className={`h-3 rounded-full bg-pressed ${['w-1/2', 'w-2/3', 'w-2/5'][n % 3]}`} />
        </div>
      ))}
    </div>
  )
}

export function Spinner() {
  return <LoaderCircle size={16} className="animate-spin" aria-label={t('state.loading')} />
}

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = asProblem(error)
  return (
    <div role="alert" className="mx-auto flex max-w-sm flex-col items-center px-6 py-20 text-center">
      <div className="mb-5 flex size-14 items-center justify-center rounded-2xl bg-danger-tint text-danger">
        <CloudAlert size={26} aria-hidden />
      </div>
      <h2 className="text-[1.0625rem] font-semibold tracking-tight">{t('state.failed')}</h2>
      <p className="mt-1.5 text-sm leading-relaxed text-soft">
        {problem.code === NO_NETWORK ? t('state.offline') : problem.message} {problem.hint}
      </p>
      {onRetry && (
        <Button className="mt-6" onPress={onRetry}>
          {t('state.retry')}
        </Button>
      )}
    </div>
  )
}
