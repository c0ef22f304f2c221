import { addDays } from '@/lib/dates'
import { dayInWords, weekdayInWords } from '@/lib/i18n/moments'
import { speech, t } from '@/lib/i18n/t'

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const UNITS = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year', HOURLY: 'hour' } as const

export interface Recurrence {
  rrule: string
  from: 'schedule' | 'completion'
}

/** A rule as somebody would say it. What has no simple words is shown as the rule itself. */
export function recurrenceInWords({ rrule, from }: Recurrence): string {
  const rule = new Map(
    rrule
      .replace(/^RRULE:/i, '')
      .split(';')
      .map((part) => part.split('=', 2) as [string, string]),
  )
  const unit = UNITS[rule.get('FREQ') as keyof typeof UNITS]
  if (!unit) return rrule
  const interval = Number(rule.get('INTERVAL') ?? 1)
  const parts = [everyUnit(unit, interval, rule)]
  const until = rule.get('UNTIL')
  if (until) parts.push(t('repeat.until', { day: dayInWords(compactDay(until)) }))
  const count = rule.get('COUNT')
  if (count) parts.push(t('repeat.times', { count: Number(count) }))
  if (from === 'completion') parts.push(t('repeat.afterDone'))
  return parts.join(', ')
}

function everyUnit(unit: string, interval: number, rule: Map<string, string>): string {
  const days = (rule.get('BYDAY') ?? '').split(',').filter(Boolean)
  const isPlain = days.every((day) => DAYS.includes(day))
  if (interval === 1 && isPlain && days.length === 5 && !days.includes('SA') && !days.includes('SU')) {
    return t('repeat.workday')
  }
  const every = t(`repeat.${unit}` as 'repeat.day', { count: interval })
  const on = [...days.map(dayName), ...monthDays(rule.get('BYMONTHDAY'))]
  if (!on.length || unit === 'hour') return every
  const list = new Intl.ListFormat(speech.get().locale, { type: 'conjunction' }).format(on)
  if (interval === 1 && unit === 'week') return t('repeat.everyDays', { days: list })
  return t('repeat.on', { every, days: list })
}

function dayName(day: string): string {
  const match = /^([+-]?\d+)?([A-Z]{2})$/.exec(day)
  const weekday = DAYS.indexOf(match?.[2] ?? '')
  if (weekday < 0) return day
  const name = weekdayInWords(addDays('2024-01-01', weekday), 'long')
  const nth = Number(match?.[1] ?? 0)
  if (!nth) return name
  return nth === -1 ? t('repeat.last', { day: name }) : t('repeat.nth', { nth: ordinal(nth), day: name })
}

function monthDays(days: string | undefined): string[] {
  return (days ?? '')
    .split(',')
    .filter(Boolean)
    .map((day) =>
      day === '-1' ? t('repeat.lastDay') : t('repeat.dayOfMonth', { nth: ordinal(Number(day)) }),
    )
}

function ordinal(n: number): string {
  if (speech.get().language === 'fr') return n === 1 ? '1er' : String(n)
  const suffixes: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
  return `${n}${suffixes[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]}`
}

function compactDay(until: string): string {
  return `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`
}
