/** Calendar days as `YYYY-MM-DD` text: they have no zone, so no `Date` is carried around. */
export type Day = string

export function dayOf(date: Date): Day {
  const month = String(date.getMonth() + 1).padStart(2, '0')
  return `${date.getFullYear()}-${month}-${String(date.getDate()).padStart(2, '0')}`
}

/** The day as a `Date` at local noon, which no change of clocks moves to another day. */
export function dateOf(day: Day): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date, 12)
}

export function today(now: Date = new Date()): Day {
  return dayOf(now)
}

export function addDays(day: Day, days: number): Day {
  const date = dateOf(day)
  date.setDate(date.getDate() + days)
  return dayOf(date)
}

export function addMonths(day: Day, months: number): Day {
  const date = dateOf(day)
  date.setDate(1)
  date.setMonth(date.getMonth() + months)
  return dayOf(date)
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((dateOf(to).getTime() - dateOf(from).getTime()) / 86_400_000)
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return dateOf(day).getDay() || 7
}

export function startOfWeek(day: Day, firstWeekday: number): Day {
  return addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7))
}

/** The next such weekday that lies ahead of `day`, never `day` itself. */
export function nextWeekday(day: Day, weekday: number): Day {
  return addDays(day, (weekday - weekdayOf(day) + 7) % 7 || 7)
}

/** The six weeks that a month is drawn on. */
export function monthGrid(day: Day, firstWeekday: number): Day[][] {
  const first = startOfWeek(`${day.slice(0, 7)}-01`, firstWeekday)
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => addDays(first, week * 7 + weekday)),
  )
}
