import { api, written } from '@/lib/api'
import type { Day } from '@/lib/dates'
import { t } from '@/lib/i18n/t'
import { LOCAL_ID_HEADER, newLocalId } from '@/lib/offline/outbox'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { did } from '@/lib/undo'
import { fromLogged } from '../task'
import { removeDrafts } from '../task-actions'
import { changeTasks } from '../task-cache'
import { context, offsets, type Parsed, parse, type Span } from './parse'

/** Where a new task goes when its words do not say. */
export interface Preset {
  name: string
  projectId?: string
  label?: string
  due?: Day
  inboxId?: string
}

/** A draft stands at the end of its list until the server has given it its place. */
const LAST = Number.MAX_SAFE_INTEGER

interface Line {
  text: string
  ignore: readonly Span[]
}

/**
 * The text with what the view implies written out, so that one request says all. Days are written as
 * `2026-11-20`, which every language reads alike.
 */
export function withPreset(
  text: string,
  ignore: readonly Span[],
  parsed: readonly Parsed[],
  preset: Preset,
): Line {
  // Offsets are those of the text as it was typed; what is added before a span moves it.
  const additions: { end: number; length: number }[] = []
  let at = 0
  const lines = text.split('\n').map((line) => {
    const end = at + [...line].length
    const found = parsed.find((one) => one.spans.some((span) => span.start >= at && span.end <= end))
    const isDated = Boolean(found && (found.due || found.start || found.recurrence))
    const extra = [
      preset.due && !isDated ? preset.due : null,
      preset.label && !found?.labels.includes(preset.label) ? `@"${preset.label}"` : null,
    ].filter((one) => one !== null)
    const addition = extra.length && line.trim() ? ` ${extra.join(' ')}` : ''
    additions.push({ end, length: [...addition].length })
    at = end + 1
    return line + addition
  })
  const moved = ignore.map((span) => {
    const before = additions.filter((one) => one.end < span.start).reduce((sum, one) => sum + one.length, 0)
    return { ...span, start: span.start + before, end: span.end + before }
  })
  return { text: lines.join('\n'), ignore: moved }
}

/** Saves what was typed. `parsed` is what the server read out of exactly this text, or null when it has not said. */
export async function addQuickly(
  text: string,
  ignore: readonly Span[],
  parsed: readonly Parsed[] | null,
  preset: Preset,
): Promise<void> {
  const localId = newLocalId()
  const titles = parsed?.map((one) => one.title) ?? text.split('\n').filter((line) => line.trim())
  showDrafts(localId, titles, preset)
  try {
    // Without a network nobody can say whether the words hold a date already, so none is added.
    const known = parsed ?? (await parse(text, ignore).catch(() => null))
    const line = known ? withPreset(text, ignore, known, preset) : { text, ignore }
    const { data, changeSet, isQueued } = await written(
      api.POST('/api/v1/tasks/quick', {
        body: {
          ...context(),
          text: line.text,
          ignore: offsets(line.ignore),
          project_id: preset.projectId ?? null,
        },
        headers: { [LOCAL_ID_HEADER]: localId },
      }),
    )
    if (isQueued) {
      toast(t('offline.kept', { title: added(titles) }))
      return
    }
    const tasks = data?.tasks ?? []
    changeTasks((all) => {
      removeDrafts(all, localId)
      for (const task of tasks) all.set(task.id, task)
    })
    did(added(tasks.map((task) => task.title)), changeSet)
    // The words may have made a project or a section.
    void queryClient.invalidateQueries({ queryKey: ['projects'] })
    void queryClient.invalidateQueries({ queryKey: ['sections'] })
  } catch (error) {
    changeTasks((tasks) => removeDrafts(tasks, localId))
    toast(t('write.refused', { title: added(titles), reason: asProblem(error).message }), { tone: 'bad' })
  }
}

function added(titles: readonly string[]): string {
  const [first = ''] = titles
  return titles.length === 1 ? t('did.added', { title: first }) : t('did.addedMany', { count: titles.length })
}

function showDrafts(localId: string, titles: readonly string[], preset: Preset): void {
  changeTasks((tasks) => {
    titles.forEach((title, n) => {
      const id = n ? `${localId}.${n}` : localId
      const project_id = preset.projectId ?? preset.inboxId
      tasks.set(id, fromLogged(id, { title, project_id, due_date: preset.due ?? null, position: LAST }))
    })
  })
}
