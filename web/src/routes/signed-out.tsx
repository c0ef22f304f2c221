import { Outlet } from '@tanstack/react-router'
import { Logo } from '@/components/logo'
import { ToastRegion } from '@/components/toast-region'
import { t } from '@/lib/i18n/t'

/** The frame of the pages before somebody is known. */
export function SignedOut() {
  return (
    <div className="scroll-calm flex h-full flex-col items-center bg-side px-4 py-10">
      <main className="m-auto w-full max-w-[23.5rem]">
        <div className="mb-7 flex flex-col items-center text-center">
          <Logo size={44} />
          <p className="mt-3 text-sm text-soft">{t('session.claim')}</p>
        </div>
        <div className="rounded-2xl bg-raised p-6 shadow-card sm:p-7">
          <Outlet />
        </div>
      </main>
      <ToastRegion />
    </div>
  )
}
