import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { answered, authClient } from '@/features/session/auth-client'
import { explained, Refusal } from '@/features/session/sign-in-form'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { toast } from '@/lib/toasts'

/** Where the link of the mail leads: a new password for the token that it carries. */
export function ResetPassword() {
  const { token } = useSearch({ from: '/signed-out' })
  const navigate = useNavigate()
  const [newPassword, setNewPassword] = useState('')
  const [error, setError] = useState<string | null>(token ? null : t('session.resetOld'))
  useEffect(() => {
    document.title = `${t('settings.newPassword')} · Tasklore`
  }, [])

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setError(null)
    try {
      await answered(authClient.resetPassword({ newPassword, token: token ?? '' }))
      toast(t('settings.passwordChanged'))
      await navigate({ to: '/sign-in' })
    } catch (thrown) {
      setError(asProblem(thrown).code === 'INVALID_TOKEN' ? t('session.resetOld') : explained(thrown))
    }
  }

  return (
    <>
      <h1 className="mb-5 text-xl font-semibold tracking-tight">{t('settings.newPassword')}</h1>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field
          label={t('settings.newPassword')}
          type="password"
          autoComplete="new-password"
          isRequired
          minLength={8}
          hint={t('session.passwordHint')}
          value={newPassword}
          onChange={setNewPassword}
        />
        <Refusal text={error} />
        <Button type="submit" look="primary" className="h-10">
          {t('settings.changePassword')}
        </Button>
      </form>
    </>
  )
}
