import { expect, test } from 'vitest'
import { addDays, addMonths, daysBetween, monthGrid, nextWeekday, startOfWeek, weekdayOf } from './dates'

test('days are counted over the change of clocks', () => {
  expect(addDays('2026-03-28', 1)).toBe('2026-03-29')
  expect(addDays('2026-03-29', 1)).toBe('2026-03-30')
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
})

test('a month after the 31st is the next month, not the one after it', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-01')
})

test('the next monday is never today', () => {
  expect(weekdayOf('2026-11-23')).toBe(1)
  expect(nextWeekday('2026-11-23', 1)).toBe('2026-11-30')
  expect(nextWeekday('2026-11-20', 1)).toBe('2026-11-23')
})

test('a week starts on the day that people here start it on', () => {
  expect(startOfWeek('2026-11-20', 1)).toBe('2026-11-16')
  expect(startOfWeek('2026-11-20', 7)).toBe('2026-11-15')
})

test('a month is drawn on six whole weeks that hold all of its days', () => {
  const days = monthGrid('2026-02-14', 1).flat()
  expect(days).toHaveLength(42)
  expect(days[0]).toBe('2026-01-26')
  expect(days).toContain('2026-02-28')
})
