import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { SignInForm } from '@/features/session/sign-in-form'
import { t } from '@/lib/i18n/t'

export function SignIn() {
  const router = useRouter()
  const { next } = useSearch({ from: '/signed-out' })
  useEffect(() => {
    document.title = `${t('session.signIn')} · Tasklore`
  }, [])
  // A program that asks for access is answered by the server's own page, which the router does not know.
  const goOn = (path: string) =>
    path.startsWith('/api/') ? window.location.assign(path) : router.history.push(path)
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold tracking-tight">{t('session.welcome')}</h1>
      <SignInForm onDone={() => goOn(pathHere(next) ?? '/today')} />
      <p className="mt-4 text-center text-sm">
        <Link to="/forgot-password" className="text-soft underline-offset-2 hover:underline">
          {t('session.forgot')}
        </Link>
      </p>
      <p className="mt-3 text-center text-sm text-soft">
        {t('session.noAccount')}{' '}
        <Link to="/sign-up" className="font-medium text-accent underline-offset-2 hover:underline">
          {t('session.signUp')}
        </Link>
      </p>
    </>
  )
}

/** Only a path of this app: an address from elsewhere must not lead away. */
export function pathHere(next: string | undefined): string | null {
  return next && /^\/(?![/\\])/.test(next) ? next : null
}
