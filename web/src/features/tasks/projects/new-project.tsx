import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Field } from '@/components/field'
import { t } from '@/lib/i18n/t'
import { ColorChoice } from './color-choice'
import { createProject, PROJECT_COLORS } from './projects'

export function NewProject({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState('')
  const [color, setColor] = useState<string | null>(PROJECT_COLORS[5])
  const navigate = useNavigate()

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!name.trim()) return
    onDone()
    const project = await createProject(name.trim(), color)
    if (project) await navigate({ to: '/projects/$projectId', params: { projectId: project.id } })
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4 p-5">
      <Field label={t('project.name')} isRequired autoFocus value={name} onChange={setName} />
      <ColorChoice value={color} onChange={setColor} />
      <div className="flex justify-end gap-2">
        <Button look="quiet" onPress={onDone}>
          {t('cancel')}
        </Button>
        <Button type="submit" look="primary">
          {t('project.create')}
        </Button>
      </div>
    </form>
  )
}
