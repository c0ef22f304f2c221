import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { t } from '@/lib/i18n/t'
import { useLabels } from '../labels'
import type { Task } from '../task'
import { patchTask } from '../task-actions'

/** Labels as chips, and a field that knows the others. */
export function LabelEditor({ task }: { task: Task }) {
  const [text, setText] = useState('')
  const list = useId()
  const labels = useLabels()

  function add(): void {
    const name = text.trim().replace(/^@/, '')
    setText('')
    if (!name || task.labels.includes(name)) return
    void patchTask(
      task,
      { labels: [...task.labels, name].sort() },
      t('did.labelled', { title: task.title, label: name }),
    )
  }

  function remove(name: string): void {
    const rest = task.labels.filter((one) => one !== name)
    void patchTask(task, { labels: rest }, t('did.unlabelled', { title: task.title, label: name }))
  }

  return (
    <div className="flex min-h-8 min-w-0 flex-1 flex-wrap items-center gap-1.5 px-2 py-0.5">
      {task.labels.map((name) => (
        <span
          key={name}
          className="inline-flex items-center gap-1 rounded-full bg-hover py-0.5 pr-1 pl-2.5 text-[0.8125rem]"
        >
          {name}
          <button
            type="button"
            aria-label={t('label.remove', { name })}
            onClick={() => remove(name)}
            className="rounded-full p-0.5 text-faint hover:text-ink"
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <input
        aria-label={t('label.add')}
        placeholder={task.labels.length ? '' : t('label.add')}
        list={list}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ',') {
            event.preventDefault()
            add()
          }
          if (event.key === 'Backspace' && !text && task.labels.length) remove(task.labels.at(-1) ?? '')
        }}
        onBlur={add}
        className="min-w-16 flex-1 bg-transparent text-sm focus-visible:outline-none"
      />
      <datalist id={list}>
        {labels
          .filter((name) => !task.labels.includes(name))
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
    </div>
  )
}
