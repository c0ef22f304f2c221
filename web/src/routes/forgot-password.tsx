import { Link } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { answered, authClient } from '@/features/session/auth-client'
import { explained, Refusal } from '@/features/session/sign-in-form'
import { t } from '@/lib/i18n/t'

/** Asks for a link by mail. Whether there is such an account is not said. */
export function ForgotPassword() {
  const [email, setEmail] = useState('')
  const [isSent, setIsSent] = useState(false)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    document.title = `${t('session.forgot')} · Tasklore`
  }, [])

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setError(null)
    try {
      await answered(authClient.requestPasswordReset({ email, redirectTo: '/reset-password' }))
      setIsSent(true)
    } catch (thrown) {
      setError(explained(thrown))
    }
  }

  return (
    <>
      <h1 className="mb-2 text-xl font-semibold tracking-tight">{t('session.forgot')}</h1>
      {isSent ? (
        <p role="status" className="text-sm leading-relaxed text-soft">
          {t('session.forgotSent')}
        </p>
      ) : (
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <p className="text-sm text-soft">{t('session.forgotText')}</p>
          <Field
            label={t('session.email')}
            type="email"
            autoComplete="email"
            isRequired
            autoFocus
            value={email}
            onChange={setEmail}
          />
          <Refusal text={error} />
          <Button type="submit" look="primary" className="h-10">
            {t('session.forgotSend')}
          </Button>
        </form>
      )}
      <p className="mt-5 text-center text-sm">
        <Link to="/sign-in" className="font-medium text-accent underline-offset-2 hover:underline">
          {t('session.signIn')}
        </Link>
      </p>
    </>
  )
}
