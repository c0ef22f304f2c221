import { useEffect, useRef, useState } from 'react'
import { Markdown } from '@/components/markdown'
import { t } from '@/lib/i18n/t'
import type { Task } from '../task'
import { patchTask } from '../task-actions'

/** Notes, read as Markdown and written as text. */
export function Notes({ task }: { task: Task }) {
  const [draft, setDraft] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)

  const isEditing = draft !== null
  useEffect(() => {
    if (isEditing) field.current?.focus()
  }, [isEditing])

  function save(): void {
    if (draft !== null && draft !== task.notes) {
      void patchTask(task, { notes: draft }, t('did.noted', { title: task.title }))
    }
    setDraft(null)
  }

  if (isEditing) {
    return (
      <textarea
        ref={field}
        aria-label={t('task.notes')}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation()
            save()
          }
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save()
        }}
        placeholder={t('task.notesHint')}
        className="field-sizing-content min-h-20 w-full resize-none rounded-lg border border-edge bg-raised p-2.5 text-sm leading-relaxed focus:border-accent focus-visible:outline-none"
      />
    )
  }
  if (!task.notes) {
    return (
      <button
        type="button"
        onClick={() => setDraft('')}
        className="w-full rounded-lg py-1 text-left text-sm text-faint hover:text-soft"
      >
        {t('task.addNotes')}
      </button>
    )
  }
  return (
    <div className="group/notes relative text-sm leading-relaxed">
      <Markdown text={task.notes} />
      <button
        type="button"
        onClick={() => setDraft(task.notes)}
        className="mt-1.5 rounded-md text-xs text-faint underline-offset-2 hover:text-ink hover:underline"
      >
        {t('task.editNotes')}
      </button>
    </div>
  )
}
