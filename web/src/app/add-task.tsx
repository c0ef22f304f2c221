import { Plus } from 'lucide-react'
import type { TaskGroup } from '@/features/tasks/list/task-list'
import { t } from '@/lib/i18n/t'
import { overlay } from './overlays'

/** The line below a list that adds to it. An empty list has its own, larger invitation. */
export function AddTask({ groups }: { groups: readonly TaskGroup[] }) {
  if (groups.every((group) => !group.tasks.length)) return null
  return (
    <button
      type="button"
      onClick={() => overlay.set('quick-add')}
      className="group mt-1 flex h-10 items-center gap-3 rounded-lg px-2 text-left text-faint transition-colors hover:text-ink"
    >
      <span className="flex size-[1.1875rem] items-center justify-center rounded-full text-accent transition-colors group-hover:bg-accent group-hover:text-on-accent">
        <Plus size={16} aria-hidden />
      </span>
      {t('quick.button')}
    </button>
  )
}
