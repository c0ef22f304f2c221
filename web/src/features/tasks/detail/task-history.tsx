import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { api, body } from '@/lib/api'
import { instantInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'

/** What happened to this task, read when it is asked for. */
export function TaskHistory({ taskId }: { taskId: string }) {
  const [isOpen, setIsOpen] = useState(false)
  const { data } = useQuery({
    queryKey: ['history', 'task', taskId],
    queryFn: () =>
      body(
        api.GET('/api/v1/tasks/{task_id}/history', {
          params: { path: { task_id: taskId }, query: { limit: 30 } },
        }),
      ),
    enabled: isOpen && !taskId.startsWith('local-'),
  })
  return (
    <section className="mt-6 border-t pt-4">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex items-center gap-1.5 rounded-md text-sm font-semibold"
        >
          {t('view.history')}
          <ChevronRight
            size={15}
            aria-hidden
            className={isOpen ? 'rotate-90 transition-transform' : 'transition-transform'}
          />
        </button>
      </h3>
      {isOpen && (
        <ol className="mt-2 flex flex-col gap-1.5">
          {data?.items.map((set) => (
            <li key={set.id} className="flex justify-between gap-4 text-[0.8125rem]">
              <span className="min-w-0 truncate text-soft">{set.title}</span>
              <time dateTime={set.created_at} className="shrink-0 text-faint">
                {instantInWords(set.created_at)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
