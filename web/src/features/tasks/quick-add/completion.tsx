import { classes } from '@/components/classes'
import { t } from '@/lib/i18n/t'
import type { Project } from '../projects/projects'

interface Offer {
  start: number
  options: readonly string[]
}

const MOST = 6

/** What the word before the caret could become: `#` a project, `@` a label. */
export function completionAt(
  text: string,
  caret: number,
  projects: readonly Project[],
  labels: readonly string[],
): Offer | null {
  const match = /(?:^|\s)([#@])([^\s#@]*)$/.exec(text.slice(0, caret))
  if (!match) return null
  const [, sign = '', typed = ''] = match
  const names = sign === '#' ? projects.filter((one) => !one.is_inbox).map((one) => one.name) : labels
  const wanted = typed.toLowerCase()
  const options = names
    .filter((name) => name.toLowerCase().startsWith(wanted) && name.toLowerCase() !== wanted)
    .slice(0, MOST)
    .map((name) => (/\s/.test(name) ? `${sign}"${name}"` : `${sign}${name}`))
  return options.length ? { start: caret - typed.length - 1, options } : null
}

interface CompletionProps {
  options: readonly string[]
  chosen: number
  onChoose: (value: string) => void
}

export function Completion({ options, chosen, onChoose }: CompletionProps) {
  const active = Math.min(chosen, options.length - 1)
  return (
    <div
      role="listbox"
      aria-label={t('quick.completion')}
      className="absolute top-full left-5 z-10 mt-1 min-w-44 rounded-xl bg-raised p-1.5 text-sm shadow-float"
    >
      {options.map((option, n) => (
        <div
          key={option}
          role="option"
          aria-selected={n === active}
          tabIndex={-1}
          onMouseDown={(event) => {
            event.preventDefault()
            onChoose(option)
          }}
          className={classes('rounded-lg px-2.5 py-1.5', n === active && 'bg-hover')}
        >
          {option.replaceAll('"', '')}
        </div>
      ))}
    </div>
  )
}
