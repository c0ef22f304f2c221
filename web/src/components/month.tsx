import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { addDays, addMonths, type Day, monthGrid, today } from '@/lib/dates'
import { dayInFull, monthInWords, weekdays } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { IconButton } from './button'
import { classes } from './classes'

interface MonthProps {
  value: Day | null
  firstWeekday: number
  onChoose: (day: Day) => void
}

const STEPS: Record<string, (day: Day) => Day> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
}

/** A month to choose a day from; arrows move by days and weeks, Page Up and Down by months. */
export function Month({ value, firstWeekday, onChoose }: MonthProps) {
  const [focused, setFocused] = useState<Day>(value ?? today())
  const moved = useRef(false)
  const grid = useRef<HTMLTableElement>(null)

  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    moved.current = false
  })

  function onKeyDown(event: KeyboardEvent): void {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    moved.current = true
    setFocused(step(focused))
  }

  return (
    <div>
      <div className="mb-1 flex items-center justify-between">
        <span className="pl-2 text-sm font-semibold" aria-live="polite">
          {monthInWords(focused)}
        </span>
        <span className="flex">
          <IconButton label={t('month.previous')} onPress={() => setFocused(addMonths(focused, -1))}>
            <ChevronLeft size={16} aria-hidden />
          </IconButton>
          <IconButton label={t('month.next')} onPress={() => setFocused(addMonths(focused, 1))}>
            <ChevronRight size={16} aria-hidden />
          </IconButton>
        </span>
      </div>
      <table ref={grid} className="w-full border-separate border-spacing-0 text-center text-sm">
        <thead>
          <tr>
            {weekdays(firstWeekday).map((name) => (
              <th key={name} scope="col" className="h-7 text-xs font-normal text-faint">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthGrid(focused, firstWeekday).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} className="p-0">
                  <button
                    type="button"
                    tabIndex={day === focused ? 0 : -1}
                    aria-label={dayInFull(day)}
                    aria-pressed={day === value}
                    onClick={() => onChoose(day)}
                    onKeyDown={onKeyDown}
                    className={classes(
                      'tabular size-9 rounded-full hover:bg-hover',
                      day === value && 'bg-accent font-semibold text-on-accent hover:bg-accent-hover',
                      day !== value && day === today() && 'font-semibold text-accent',
                      day !== value && day.slice(0, 7) !== focused.slice(0, 7) && 'text-faint',
                    )}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
