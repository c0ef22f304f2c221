import { addDays, type Day, dateOf, daysBetween, today } from '../dates'
import { createStore } from '../store'
import { speech, t } from './t'

/** How somebody reads a clock: as the locale does, or as they chose. */
export const clock = createStore<'auto' | '12' | '24'>('auto')

function format(options: Intl.DateTimeFormatOptions, date: Date): string {
  return new Intl.DateTimeFormat(speech.get().locale, options).format(date)
}

/** "Today", "Tomorrow", "Friday", "12 Dec", "12 Dec 2027": the shortest that cannot be misread. */
export function dayInWords(day: Day, now: Day = today()): string {
  const distance = daysBetween(now, day)
  if (distance === 0) return t('day.today')
  if (distance === 1) return t('day.tomorrow')
  if (distance === -1) return t('day.yesterday')
  if (distance > 1 && distance < 7) return format({ weekday: 'long' }, dateOf(day))
  const sameYear = day.slice(0, 4) === now.slice(0, 4)
  return format({ day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }, dateOf(day))
}

/** "Friday 27 November", for headings. */
export function dayInFull(day: Day): string {
  return format({ weekday: 'long', day: 'numeric', month: 'long' }, dateOf(day))
}

/** "27 November". */
export function dayAndMonth(day: Day): string {
  return format({ day: 'numeric', month: 'long' }, dateOf(day))
}

export function monthInWords(day: Day): string {
  return format({ month: 'long', year: 'numeric' }, dateOf(day))
}

export function weekdayInWords(day: Day, width: 'short' | 'long' = 'short'): string {
  return format({ weekday: width }, dateOf(day))
}

export function weekdays(firstWeekday: number): string[] {
  const monday = '2024-01-01'
  return Array.from({ length: 7 }, (_, n) => weekdayInWords(addDays(monday, firstWeekday - 1 + n)))
}

export function hour12(): boolean | undefined {
  const chosen = clock.get()
  return chosen === 'auto' ? undefined : chosen === '12'
}

/** `14:30` as people here say it. */
export function timeInWords(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const date = new Date(2024, 0, 1, hours, minutes)
  return format({ hour: 'numeric', minute: '2-digit', hour12: hour12() }, date)
}

/** An instant as "14:30", "Yesterday 14:30" or "12 Dec 14:30". */
export function instantInWords(iso: string): string {
  const date = new Date(iso)
  const time = format({ hour: 'numeric', minute: '2-digit', hour12: hour12() }, date)
  const day = today(date)
  return day === today() ? time : `${dayInWords(day)} ${time}`
}

export function minutesInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (!hours) return t('minutes', { n: rest })
  return rest ? t('hours.minutes', { h: hours, n: String(rest).padStart(2, '0') }) : t('hours', { h: hours })
}
