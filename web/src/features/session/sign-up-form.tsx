import { ChevronRight } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { Spinner } from '@/components/states'
import { t } from '@/lib/i18n/t'
import { changePreferences } from '@/lib/preferences'
import { guessedPreferences, type SignUp, signUp } from './session'
import { explained, Refusal } from './sign-in-form'

const BLANK: SignUp = {
  name: '',
  email: '',
  password: '',
  softwareBackground: '',
  hardwareBackground: '',
  interestArea: '',
}

export function SignUpForm({ onDone }: { onDone: () => void }) {
  const [given, setGiven] = useState(BLANK)
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const set = (name: keyof SignUp) => (value: string) => setGiven((all) => ({ ...all, [name]: value }))

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setIsBusy(true)
    setError(null)
    try {
      await signUp(given)
      // Somebody who cannot be reached by preferences keeps the defaults; that is no reason not to begin.
      await changePreferences(guessedPreferences()).catch(() => undefined)
      onDone()
    } catch (thrown) {
      setError(explained(thrown))
      setIsBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label={t('session.name')}
        autoComplete="name"
        isRequired
        autoFocus
        value={given.name}
        onChange={set('name')}
      />
      <Field
        label={t('session.email')}
        type="email"
        autoComplete="email"
        isRequired
        value={given.email}
        onChange={set('email')}
      />
      <Field
        label={t('session.password')}
        type="password"
        autoComplete="new-password"
        isRequired
        minLength={8}
        hint={t('session.passwordHint')}
        value={given.password}
        onChange={set('password')}
      />
      <details className="group">
        <summary className="flex items-center gap-1 rounded-md text-sm text-soft hover:text-ink">
          <ChevronRight size={15} aria-hidden className="transition-transform group-open:rotate-90" />
          {t('session.about')}
        </summary>
        <div className="mt-3 flex flex-col gap-4">
          <p className="text-[0.8125rem] text-faint">{t('session.aboutHint')}</p>
          <Field
            label={t('profile.software')}
            value={given.softwareBackground}
            onChange={set('softwareBackground')}
          />
          <Field
            label={t('profile.hardware')}
            value={given.hardwareBackground}
            onChange={set('hardwareBackground')}
          />
          <Field label={t('profile.interest')} value={given.interestArea} onChange={set('interestArea')} />
        </div>
      </details>
      <Refusal text={error} />
      <Button type="submit" look="primary" className="mt-1 h-10" isDisabled={isBusy}>
        {isBusy && <Spinner />}
        {t('session.signUp')}
      </Button>
    </form>
  )
}
