import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { t } from '@/lib/i18n/t'
import { ColorChoice } from './color-choice'
import { type Project, patchProject } from './projects'

export function EditProject({ project, onDone }: { project: Project; onDone: () => void }) {
  const [name, setName] = useState(project.name)
  const [color, setColor] = useState(project.color)

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!name.trim()) return
    onDone()
    void patchProject(project, { name: name.trim(), color })
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 p-5">
      <Field label={t('project.name')} isRequired autoFocus value={name} onChange={setName} />
      <ColorChoice value={color} onChange={setColor} />
      <div className="flex justify-end gap-2">
        <Button look="quiet" onPress={onDone}>
          {t('cancel')}
        </Button>
        <Button type="submit" look="primary">
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
