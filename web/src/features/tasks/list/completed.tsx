import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Failed, Loading } from '@/components/states'
import { api, body } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { useTasks } from '../task-cache'
import { TaskRow } from './task-row'

interface CompletedProps {
  projectId: string
  openId: string | null
  onOpen: (id: string) => void
}

const SHOW = { date: 'full' } as const

/** What is done in a project, read when somebody wants to see it. */
export function Completed({ projectId, openId, onOpen }: CompletedProps) {
  const [isShown, setIsShown] = useState(false)
  return (
    <section className="mt-6">
      <h2>
        <button
          type="button"
          aria-expanded={isShown}
          onClick={() => setIsShown(!isShown)}
          className="flex items-center gap-1.5 rounded-lg px-2 py-1.5 text-[0.8125rem] text-faint hover:text-ink"
        >
          <ChevronRight
            size={14}
            aria-hidden
            className={isShown ? 'rotate-90 transition-transform' : 'transition-transform'}
          />
          {t('task.completedOnes')}
        </button>
      </h2>
      {isShown && <CompletedList projectId={projectId} openId={openId} onOpen={onOpen} />}
    </section>
  )
}

function CompletedList({ projectId, openId, onOpen }: CompletedProps) {
  const { data: known } = useTasks()
  const { data, error, isPending, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['tasks', 'page', 'done', projectId],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/api/v1/tasks', {
          params: {
            query: { project_id: projectId, status: 'done', limit: 50, cursor: pageParam ?? undefined },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
  if (error && !data) return <Failed error={error} />
  if (isPending) return <Loading rows={3} />
  // One that was reopened a moment ago stands in the list above again.
  const done = data.pages
    .flatMap((page) => page.items)
    .filter((task) => known?.get(task.id)?.completed ?? true)
  if (!done.length) return <p className="px-2 py-2 text-sm text-faint">{t('task.noneCompleted')}</p>
  return (
    <>
      <ul aria-label={t('task.completedOnes')}>
        {done.map((task) => (
          <li key={task.id}>
            <TaskRow
              task={task}
              show={SHOW}
              isOpen={task.id === openId}
              isEditing={false}
              onEdit={onOpen}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button look="quiet" onPress={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}
