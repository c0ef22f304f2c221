import { applyChangeSet, isReadBefore, readTasksAgain } from '@/features/tasks/task-cache'
import { type ChangeSet, listen } from '@/lib/live'
import { queryClient } from '@/lib/query-client'

/** Which lists show what kind of thing. */
const SHOWN_IN: Record<string, readonly string[]> = {
  project: ['projects', 'sections'],
  member: ['projects', 'members'],
  invitation: ['invitations', 'members'],
  section: ['sections'],
  label: ['labels'],
  comment: ['comments'],
  attachment: ['attachments'],
  relation: ['relations'],
  filter: ['saved-filters'],
  document: ['documents'],
}

function onChange(changeSet: ChangeSet): void {
  if (changeSet.more_changes) {
    onGap()
    return
  }
  applyChangeSet(changeSet)
  const stale = new Set(['history', 'proposals', 'trash'])
  for (const { entity, after } of changeSet.changes) {
    for (const list of SHOWN_IN[entity] ?? []) stale.add(list)
    // What is deleted takes its tasks along, and what comes back brings them.
    if (entity === 'member' || (entity === 'project' && 'deleted_at' in after)) void readTasksAgain()
    if (entity === 'task') stale.add('found')
  }
  for (const first of stale) void queryClient.invalidateQueries({ queryKey: [first] })
  void queryClient.invalidateQueries({ queryKey: ['tasks', 'page'] })
}

/** The stream is complete from this revision on: what was read before may lack what happened in between. */
function onReady(revision: number): void {
  if (isReadBefore(revision)) onGap()
}

function onGap(): void {
  void queryClient.invalidateQueries()
}

/** Keeps what is shown current for as long as the window is open. */
export function followLive(): () => void {
  return listen({ onChange, onReady, onGap })
}
