import { expect, test } from 'vitest'
import { speak } from '@/lib/i18n/t'
import { recurrenceInWords } from './recurrence-words'

const words = (rrule: string) => recurrenceInWords({ rrule, from: 'schedule' })

test('rules are said as people say them', async () => {
  await speak('en-GB')
  expect(words('FREQ=DAILY')).toBe('every day')
  expect(words('FREQ=DAILY;INTERVAL=3')).toBe('every 3 days')
  expect(words('FREQ=WEEKLY;BYDAY=MO,TH')).toBe('every Monday and Thursday')
  expect(words('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR')).toBe('every workday')
  expect(words('FREQ=MONTHLY;BYMONTHDAY=1')).toBe('every month on the 1st')
  expect(words('FREQ=MONTHLY;BYMONTHDAY=-1')).toBe('every month on the last day')
  expect(words('FREQ=MONTHLY;BYDAY=-1FR')).toBe('every month on the last Friday')
  expect(words('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=5')).toBe('every 2 weeks on Tuesday, 5 times')
  expect(recurrenceInWords({ rrule: 'FREQ=DAILY', from: 'completion' })).toBe(
    'every day, counted from when it is done',
  )
})

test('and in French', async () => {
  await speak('fr-FR')
  expect(words('FREQ=WEEKLY;BYDAY=MO')).toBe('chaque lundi')
  expect(words('FREQ=DAILY;INTERVAL=3')).toBe('tous les 3 jours')
})

test('a rule without simple words is shown as it is', async () => {
  await speak('en-GB')
  expect(words('FREQ=SECONDLY')).toBe('FREQ=SECONDLY')
})
