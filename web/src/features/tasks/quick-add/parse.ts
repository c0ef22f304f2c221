/** What the server reads out of a typed line; nothing is saved by reading. */
import { api, body, type Schemas } from '@/lib/api'
import { speech } from '@/lib/i18n/t'

export type Parsed = Schemas['ParsedRead']
export type Span = Schemas['SpanRead']

export async function parse(text: string, ignore: readonly Span[], signal?: AbortSignal): Promise<Parsed[]> {
  const given = { ...context(), text, ignore: offsets(ignore) }
  const answer = await body(api.POST('/api/v1/quick/parse', { body: given, signal }))
  return Array.isArray(answer) ? answer : [answer]
}

export function offsets(spans: readonly Span[]): Schemas['IgnoredSpan'][] {
  return spans.map(({ start, end }) => ({ start, end }))
}

/** When, where and in which language the words were typed. */
export function context(): { now: string; timezone: string; locale: string; dialect: 'todoist' } {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return {
    now: new Date().toISOString(),
    timezone: timeZone,
    locale: speech.get().locale,
    dialect: 'todoist',
  }
}

/** Offsets of the server count code points; a JavaScript string counts UTF-16 units. */
export function unitsAt(text: string, codePoints: number): number {
  let units = 0
  let seen = 0
  for (const sign of text) {
    if (seen++ >= codePoints) break
    units += sign.length
  }
  return units
}

export interface Piece {
  text: string
  span: Span | null
}

/** The text cut at its recognised spans, in order. */
export function pieces(text: string, spans: readonly Span[]): Piece[] {
  const out: Piece[] = []
  let at = 0
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const start = unitsAt(text, span.start)
    const end = unitsAt(text, span.end)
    if (start < at || end > text.length) continue
    if (start > at) out.push({ text: text.slice(at, start), span: null })
    out.push({ text: text.slice(start, end), span })
    at = end
  }
  if (at < text.length) out.push({ text: text.slice(at), span: null })
  return out
}
