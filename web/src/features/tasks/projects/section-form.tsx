import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { t } from '@/lib/i18n/t'

interface SectionFormProps {
  name?: string
  /** What the button says. */
  action: string
  onSave: (name: string) => void
  onDone: () => void
}

/** The name of a section, new or not. */
export function SectionForm({ name: given = '', action, onSave, onDone }: SectionFormProps) {
  const [name, setName] = useState(given)

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!name.trim()) return
    onDone()
    onSave(name.trim())
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 p-5">
      <Field label={t('section.name')} isRequired autoFocus value={name} onChange={setName} />
      <div className="flex justify-end gap-2">
        <Button look="quiet" onPress={onDone}>
          {t('cancel')}
        </Button>
        <Button type="submit" look="primary">
          {action}
        </Button>
      </div>
    </form>
  )
}
