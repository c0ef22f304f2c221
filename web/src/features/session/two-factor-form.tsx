import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { t } from '@/lib/i18n/t'
import { answered, authClient } from './auth-client'
import { explained, Refusal } from './sign-in-form'

/** The second step of signing in: a code from an authenticator, or one of the backup codes. */
export function TwoFactorForm({ onDone }: { onDone: () => void }) {
  const [code, setCode] = useState('')
  const [error, setError] = useState<string | null>(null)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const isTotp = /^\d{6}$/.test(code.trim())
    try {
      await answered(
        authClient.$fetch<unknown>(isTotp ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code', {
          method: 'POST',
          body: { code: code.trim() },
        }),
      )
      onDone()
    } catch (thrown) {
      setError(explained(thrown))
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label={t('session.code')}
        hint={t('session.codeHint')}
        autoComplete="one-time-code"
        isRequired
        autoFocus
        value={code}
        onChange={setCode}
      />
      <Refusal text={error} />
      <Button type="submit" look="primary" className="h-10">
        {t('session.signIn')}
      </Button>
    </form>
  )
}
