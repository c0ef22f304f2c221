import { expect, test } from 'vitest'
import { type Parsed, pieces, type Span } from './parse'
import { withPreset } from './save'

const span = (start: number, text: string): Span => ({
  start,
  end: start + [...text].length,
  kind: 'due',
  text,
  meaning: '',
})
const parsed = (given: Partial<Parsed>): Parsed =>
  ({ title: '', labels: [], spans: [], ...given }) as unknown as Parsed

test('the day of the view is written behind a line that has none', () => {
  const line = withPreset('Buy milk', [], [parsed({})], { name: '', due: '2026-11-20' })
  expect(line.text).toBe('Buy milk 2026-11-20')
})

test('a line with a date of its own keeps it, and what was refused further on moves along', () => {
  const text = 'Buy milk\nCall Mum tomorrow p1'
  const found = [parsed({}), parsed({ due: { date: '2026-11-21' }, spans: [span(18, 'tomorrow')] })]
  const line = withPreset(text, [span(27, 'p1')], found, { name: '', due: '2026-11-20' })
  expect(line.text).toBe('Buy milk 2026-11-20\nCall Mum tomorrow p1')
  const [moved] = line.ignore
  expect([...line.text].slice(moved?.start, moved?.end).join('')).toBe('p1')
})

test('offsets of the server count signs, also behind a picture', () => {
  const text = '🎉 party tomorrow'
  expect(pieces(text, [span(8, 'tomorrow')])).toEqual([
    { text: '🎉 party ', span: null },
    { text: 'tomorrow', span: expect.objectContaining({ text: 'tomorrow' }) },
  ])
})
