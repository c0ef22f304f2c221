import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { toast } from '@/lib/toasts'
import { answered, authClient } from './auth-client'
import { explained, Refusal } from './sign-in-form'

const BLANK = { currentPassword: '', newPassword: '' }

export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const [given, setGiven] = useState(BLANK)
  const [error, setError] = useState<string | null>(null)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setError(null)
    try {
      await answered(authClient.changePassword({ ...given, revokeOtherSessions: true }))
      setGiven(BLANK)
      toast(t('settings.passwordChanged'))
      onChanged()
    } catch (thrown) {
      setError(
        asProblem(thrown).code === 'INVALID_PASSWORD' ? t('settings.passwordWrong') : explained(thrown),
      )
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-md flex-col gap-4">
      <Field
        label={t('settings.currentPassword')}
        type="password"
        autoComplete="current-password"
        isRequired
        value={given.currentPassword}
        onChange={(currentPassword) => setGiven({ ...given, currentPassword })}
      />
      <Field
        label={t('settings.newPassword')}
        type="password"
        autoComplete="new-password"
        isRequired
        minLength={8}
        hint={t('session.passwordHint')}
        value={given.newPassword}
        onChange={(newPassword) => setGiven({ ...given, newPassword })}
      />
      <Refusal text={error} />
      <Button type="submit" look="primary" className="self-start">
        {t('settings.changePassword')}
      </Button>
    </form>
  )
}
