import { CalendarDays, CalendarPlus, Sun, Sunrise, X } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { Button } from '@/components/button'
import { INPUT } from '@/components/field'
import { Month } from '@/components/month'
import { addDays, type Day, nextWeekday, today } from '@/lib/dates'
import { dayInWords, timeInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { useFirstWeekday } from '@/lib/preferences'
import { parse } from '../quick-add/parse'
import type { Recurrence } from '../recurrence-words'
import { localMoment, type When } from '../task'

export interface Schedule {
  due: When | null
  recurrence?: Recurrence | null
}

interface DuePickerProps {
  due: When | null
  onChoose: (schedule: Schedule) => void
  className: string
  children: ReactNode
}

export function dueInWords(due: When): string {
  const { date, time } = localMoment(due)
  return [dayInWords(date), time && timeInWords(time)].filter(Boolean).join(' ')
}

/** Chooses a due date: in words, from the near days, or from a month. */
export function DuePicker({ due, onChoose, className, children }: DuePickerProps) {
  return (
    <DialogTrigger>
      <AriaButton className={className}>{children}</AriaButton>
      <Popover
        placement="bottom start"
        className="w-76 rounded-2xl bg-raised p-3 shadow-float outline-none animate-rise"
      >
        <Dialog aria-label={t('due.choose')} className="outline-none">
          {({ close }) => (
            <Choices
              due={due}
              onChoose={(schedule) => {
                onChoose(schedule)
                close()
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Choices({ due, onChoose }: { due: When | null; onChoose: (schedule: Schedule) => void }) {
  const now = today()
  const firstWeekday = useFirstWeekday()
  const shown = due ? localMoment(due) : null
  const on = (date: Day) => onChoose({ due: { date, time: shown?.time ?? null, timezone: null } })
  return (
    <div className="flex flex-col gap-2">
      <InWords onChoose={onChoose} />
      <div className="flex flex-col text-sm">
        <Near icon={<Sun size={16} />} label={t('day.today')} day={now} onChoose={on} />
        <Near icon={<Sunrise size={16} />} label={t('day.tomorrow')} day={addDays(now, 1)} onChoose={on} />
        <Near
          icon={<CalendarPlus size={16} />}
          label={t('day.nextWeek')}
          day={nextWeekday(now, 1)}
          onChoose={on}
        />
      </div>
      <Month value={shown?.date ?? null} firstWeekday={firstWeekday} onChoose={on} />
      <div className="flex items-center justify-between gap-2 border-t pt-2.5">
        <label className="flex items-center gap-2 text-sm text-soft">
          {t('due.time')}
          <input
            type="time"
            defaultValue={shown?.time ?? ''}
            className="rounded-md border border-edge bg-raised px-2 py-1 text-ink"
            onBlur={(event) => {
              const time = event.target.value || null
              if (time !== (shown?.time ?? null))
                onChoose({ due: { date: shown?.date ?? now, time, timezone: null } })
            }}
          />
        </label>
        {due && (
          <Button look="quiet" className="h-8 px-2" onPress={() => onChoose({ due: null })}>
            <X size={15} aria-hidden />
            {t('due.clear')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Near(props: { icon: ReactNode; label: string; day: Day; onChoose: (day: Day) => void }) {
  return (
    <button
      type="button"
      onClick={() => props.onChoose(props.day)}
      className="flex items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-hover"
    >
      <span className="text-soft">{props.icon}</span>
      <span className="flex-1">{props.label}</span>
      <span className="text-xs text-faint">
        {dayInWords(props.day) === props.label ? '' : dayInWords(props.day)}
      </span>
    </button>
  )
}

/** "next friday 3pm", "every month on the 1st": read by the same grammar as quick add. */
function InWords({ onChoose }: { onChoose: (schedule: Schedule) => void }) {
  const [text, setText] = useState('')
  const [isLost, setIsLost] = useState(false)

  async function read(event: FormEvent): Promise<void> {
    event.preventDefault()
    const [parsed] = await parse(text, []).catch(() => [])
    if (!parsed?.due && !parsed?.recurrence) return setIsLost(true)
    onChoose({
      due: (parsed.due as When | null) ?? null,
      ...(parsed.recurrence ? { recurrence: parsed.recurrence as unknown as Recurrence } : {}),
    })
  }

  return (
    <form onSubmit={(event) => void read(event)}>
      <div className="relative">
        <CalendarDays size={15} aria-hidden className="absolute top-2.5 left-2.5 text-faint" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the first thing to do in a panel that was just opened
          autoFocus
          aria-label={t('due.inWords')}
          aria-invalid={isLost || undefined}
          placeholder={t('due.example')}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setIsLost(false)
          }}
          className={`${INPUT} h-9 pl-8 text-sm`}
        />
      </div>
      {isLost && (
        <p role="alert" className="mt-1 px-1 text-xs text-danger">
          {t('due.lost')}
        </p>
      )}
    </form>
  )
}
