/** What was done in this window and can be taken back, latest last. */
import { api, written } from './api'
import { t } from './i18n/t'
import { asProblem } from './problem'
import { toast } from './toasts'

interface Done {
  changeSet: string
  title: string
}

const MOST = 100
const done: Done[] = []
const undone: Done[] = []

/** Remembers a write and says so, with a button that takes it back. */
export function did(title: string, changeSet: string | null, options: { quiet?: boolean } = {}): void {
  if (!changeSet) return
  const entry = { changeSet, title }
  done.push(entry)
  if (done.length > MOST) done.shift()
  undone.length = 0
  if (options.quiet) return
  toast(title, { action: { label: t('undo'), run: () => void takeBack(entry) } })
}

export async function undo(): Promise<void> {
  const last = done.at(-1)
  if (last) await takeBack(last)
  else toast(t('undo.nothing'))
}

export async function redo(): Promise<void> {
  const last = undone.pop()
  if (!last) return
  const result = await reverse(last)
  if (!result) return
  done.push({ changeSet: result, title: last.title })
  toast(t('redo.done', { title: last.title }))
}

async function takeBack(entry: Done): Promise<void> {
  const result = await reverse(entry)
  const place = done.indexOf(entry)
  if (place >= 0) done.splice(place, 1)
  if (!result) return
  const reverted = { changeSet: result, title: entry.title }
  undone.push(reverted)
  toast(t('undo.done', { title: entry.title }), { action: { label: t('redo'), run: () => void redo() } })
}

async function reverse({ changeSet }: Done): Promise<string | null> {
  try {
    const params = { path: { change_set_id: changeSet } }
    return (await written(api.POST('/api/v1/changes/{change_set_id}/undo', { params }))).changeSet
  } catch (error) {
    toast(asProblem(error).message, { tone: 'bad' })
    return null
  }
}
