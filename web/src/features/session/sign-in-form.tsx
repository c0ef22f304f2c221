import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { Spinner } from '@/components/states'
import { t } from '@/lib/i18n/t'
import { asProblem, NO_NETWORK } from '@/lib/problem'
import { signIn } from './session'
import { TwoFactorForm } from './two-factor-form'

export function SignInForm({ onDone }: { onDone: () => void }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [needsCode, setNeedsCode] = useState(false)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setIsBusy(true)
    setError(null)
    try {
      const result = await signIn(email, password)
      if (result.needsCode) setNeedsCode(true)
      else onDone()
    } catch (thrown) {
      setError(explained(thrown))
    } finally {
      setIsBusy(false)
    }
  }

  if (needsCode) return <TwoFactorForm onDone={onDone} />
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label={t('session.email')}
        type="email"
        autoComplete="email"
        isRequired
        autoFocus
        value={email}
        onChange={setEmail}
      />
      <Field
        label={t('session.password')}
        type="password"
        autoComplete="current-password"
        isRequired
        value={password}
        onChange={setPassword}
      />
      <Refusal text={error} />
      <Button type="submit" look="primary" className="mt-1 h-10" isDisabled={isBusy}>
        {isBusy && <Spinner />}
        {t('session.signIn')}
      </Button>
    </form>
  )
}

export function Refusal({ text }: { text: string | null }) {
  if (!text) return null
  return (
    <p role="alert" className="rounded-lg bg-danger-tint px-3 py-2 text-sm text-danger">
      {text}
    </p>
  )
}

export function explained(thrown: unknown): string {
  const problem = asProblem(thrown)
  if (problem.status === 429) return t('session.slowDown')
  if (problem.code === 'INVALID_EMAIL_OR_PASSWORD') return t('session.wrong')
  if (problem.code.startsWith('USER_ALREADY_EXISTS')) return t('session.taken')
  if (problem.code === 'PASSWORD_TOO_SHORT') return t('session.tooShort')
  if (problem.code === NO_NETWORK || problem.status === 0) return t('state.offline')
  return problem.message
}
