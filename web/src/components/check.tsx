import { Check as Tick } from 'lucide-react'
import { classes } from './classes'

const RINGS: Record<number, string> = {
  1: 'border-p1 text-p1 bg-p1/10',
  2: 'border-p2 text-p2 bg-p2/10',
  3: 'border-p3 text-p3 bg-p3/10',
  4: 'border-p4 text-p4',
}

interface CheckProps {
  label: string
  isDone: boolean
  priority: number
  onToggle: () => void
  isDisabled?: boolean
}

/** The ring that is ticked to complete a task; its colour is the priority. */
export function Check({ label, isDone, priority, onToggle, isDisabled }: CheckProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native box cannot hold the ring's picture
    <button
      type="button"
      role="checkbox"
      aria-checked={isDone}
      aria-label={label}
      disabled={isDisabled}
      onClick={onToggle}
      className="group/check -m-2 inline-flex shrink-0 rounded-full p-2 focus-visible:outline-offset-[-4px]"
    >
      <span
        className={classes(
          'flex size-[1.1875rem] items-center justify-center rounded-full border-[1.5px] transition-colors duration-150',
          isDone ? 'border-accent bg-accent text-on-accent' : RINGS[priority],
        )}
      >
        <Tick
          size={12}
          strokeWidth={3}
          aria-hidden
          className={classes(
            'transition-opacity',
            isDone ? 'opacity-100' : 'opacity-0 group-hover/check:opacity-70',
          )}
        />
      </span>
    </button>
  )
}
