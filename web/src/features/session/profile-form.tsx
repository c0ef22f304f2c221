import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { answered, authClient } from './auth-client'
import { type Person, SESSION_KEY } from './session'

/** Who somebody is, and what the assistant may know of them. */
export function ProfileForm({ person }: { person: Person }) {
  const [given, setGiven] = useState({
    name: person.name,
    softwareBackground: person.softwareBackground ?? '',
    hardwareBackground: person.hardwareBackground ?? '',
    interestArea: person.interestArea ?? '',
  })
  const set = (name: keyof typeof given) => (value: string) => setGiven((all) => ({ ...all, [name]: value }))

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    try {
      await answered(authClient.updateUser(given))
      queryClient.setQueryData(SESSION_KEY, { ...person, ...given })
      toast(t('settings.saved'))
    } catch (error) {
      toast(asProblem(error).message, { tone: 'bad' })
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-md flex-col gap-4">
      <Field
        label={t('session.name')}
        isRequired
        autoComplete="name"
        value={given.name}
        onChange={set('name')}
      />
      <Field label={t('session.email')} isReadOnly value={person.email} />
      <Field
        label={t('profile.software')}
        lines={2}
        value={given.softwareBackground}
        onChange={set('softwareBackground')}
      />
      <Field
        label={t('profile.hardware')}
        lines={2}
        value={given.hardwareBackground}
        onChange={set('hardwareBackground')}
      />
      <Field
        label={t('profile.interest')}
        lines={2}
        value={given.interestArea}
        onChange={set('interestArea')}
      />
      <Button type="submit" look="primary" className="self-start">
        {t('save')}
      </Button>
    </form>
  )
}
