import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { answered, authClient } from './auth-client'
import { type Person, SESSION_KEY } from './session'
import { explained, Refusal } from './sign-in-form'

interface Enrolment {
  totpURI: string
  backupCodes: string[]
}

const post = <T,>(path: string, body: unknown) =>
  answered(authClient.$fetch<T>(path, { method: 'POST', body: body as Record<string, unknown> }))

/** A second step for signing in: switched on by showing that the codes work, off by the password. */
export function TwoFactor({ person }: { person: Person }) {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [error, setError] = useState<string | null>(null)

  async function attempt(event: FormEvent, work: () => Promise<void>): Promise<void> {
    event.preventDefault()
    setError(null)
    try {
      await work()
    } catch (thrown) {
      const { code } = asProblem(thrown)
      if (code === 'INVALID_PASSWORD') setError(t('settings.passwordWrong'))
      else setError(code === 'INVALID_CODE' ? t('twoFactor.wrong') : explained(thrown))
    }
  }

  function settle(twoFactorEnabled: boolean, said: string): void {
    queryClient.setQueryData(SESSION_KEY, { ...person, twoFactorEnabled })
    setPassword('')
    setCode('')
    setEnrolment(null)
    toast(said)
  }

  const begin = async () => setEnrolment(await post<Enrolment>('/two-factor/enable', { password }))
  const confirm = async () => {
    await post('/two-factor/verify-totp', { code: code.trim() })
    settle(true, t('twoFactor.isOn'))
  }
  const end = async () => {
    await post('/two-factor/disable', { password })
    settle(false, t('twoFactor.isOff'))
  }

  if (enrolment) {
    return (
      <form onSubmit={(event) => void attempt(event, confirm)} className="flex max-w-md flex-col gap-4">
        <p className="text-sm text-soft">{t('twoFactor.secret')}</p>
        <code className="rounded-lg bg-hover px-3 py-2 text-[0.8125rem] break-all">
          {secretOf(enrolment.totpURI)}
        </code>
        <a href={enrolment.totpURI} className="text-sm text-accent underline underline-offset-2">
          {t('twoFactor.openApp')}
        </a>
        <p className="text-sm text-soft">{t('twoFactor.backup')}</p>
        <ul className="grid grid-cols-2 gap-1 rounded-lg bg-hover px-3 py-2 font-mono text-[0.8125rem]">
          {enrolment.backupCodes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <Field
          label={t('twoFactor.code')}
          autoComplete="one-time-code"
          inputMode="numeric"
          isRequired
          value={code}
          onChange={setCode}
        />
        <Refusal text={error} />
        <Button type="submit" look="primary" className="self-start">
          {t('twoFactor.confirm')}
        </Button>
      </form>
    )
  }
  const isOn = person.twoFactorEnabled
  return (
    <form
      onSubmit={(event) => void attempt(event, isOn ? end : begin)}
      className="flex max-w-md flex-col gap-4"
    >
      <Field
        label={t('session.password')}
        type="password"
        autoComplete="current-password"
        isRequired
        value={password}
        onChange={setPassword}
      />
      <Refusal text={error} />
      <Button type="submit" look={isOn ? 'danger' : 'primary'} className="self-start">
        {t(isOn ? 'twoFactor.switchOff' : 'twoFactor.switchOn')}
      </Button>
    </form>
  )
}

function secretOf(uri: string): string {
  return new URL(uri).searchParams.get('secret') ?? uri
}
