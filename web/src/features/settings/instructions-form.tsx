import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { t } from '@/lib/i18n/t'
import { changePreferences, type Preferences } from '@/lib/preferences'
import { asProblem } from '@/lib/problem'
import { toast } from '@/lib/toasts'

/** What the assistant should keep to. */
export function InstructionsForm({ preferences }: { preferences: Preferences }) {
  const [text, setText] = useState(preferences.instructions ?? '')

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    try {
      await changePreferences({ instructions: text })
      toast(t('settings.saved'))
    } catch (error) {
      toast(asProblem(error).message, { tone: 'bad' })
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-xl flex-col gap-3">
      <Field
        label={t('settings.instructions')}
        hideLabel
        lines={4}
        placeholder={t('settings.instructionsHint')}
        value={text}
        onChange={setText}
      />
      <Button type="submit" look="primary" className="self-start">
        {t('save')}
      </Button>
    </form>
  )
}
