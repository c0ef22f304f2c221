import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { SignUpForm } from '@/features/session/sign-up-form'
import { t } from '@/lib/i18n/t'

export function SignUp() {
  const navigate = useNavigate()
  useEffect(() => {
    document.title = `${t('session.signUp')} · Tasklore`
  }, [])
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold tracking-tight">{t('session.begin')}</h1>
      <SignUpForm onDone={() => void navigate({ to: '/today' })} />
      <p className="mt-5 text-center text-sm text-soft">
        {t('session.haveAccount')}{' '}
        <Link to="/sign-in" className="font-medium text-accent underline-offset-2 hover:underline">
          {t('session.signIn')}
        </Link>
      </p>
    </>
  )
}
