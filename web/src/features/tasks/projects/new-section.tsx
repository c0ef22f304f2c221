import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { t } from '@/lib/i18n/t'
import { createSection } from './projects'

export function NewSection({ projectId, onDone }: { projectId: string; onDone: () => void }) {
  const [name, setName] = useState('')

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!name.trim()) return
    onDone()
    void createSection(projectId, name.trim())
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 p-5">
      <Field label={t('section.name')} isRequired autoFocus value={name} onChange={setName} />
      <div className="flex justify-end gap-2">
        <Button look="quiet" onPress={onDone}>
          {t('cancel')}
        </Button>
        <Button type="submit" look="primary">
          {t('section.create')}
        </Button>
      </div>
    </form>
  )
}
