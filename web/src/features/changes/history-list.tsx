import { useInfiniteQuery } from '@tanstack/react-query'
import { Bot, ChevronRight, Globe, HardDriveDownload, History, Terminal, Undo2, Workflow } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/button'
import { Empty, Failed, Loading } from '@/components/states'
import { today } from '@/lib/dates'
import { dayInWords, instantInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { Effect } from './effect'
import { historyQuery, undoSet } from './history'
import type { ChangeSet } from './proposals'

const DOORS: Record<string, ReactNode> = {
  http: <Globe size={15} />,
  chat: <Bot size={15} />,
  assistant: <Bot size={15} />,
  mcp: <Bot size={15} />,
  cli: <Terminal size={15} />,
  import: <HardDriveDownload size={15} />,
}

/** Every change set, latest first: who, through which door, before and after, and a way back. */
export function HistoryList() {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(historyQuery)
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />
  if (isPending) return <Loading />
  const sets = data.pages.flatMap((page) => page.items)
  if (!sets.length) {
    return (
      <Empty
        icon={<History size={26} aria-hidden />}
        title={t('empty.history')}
        text={t('empty.historyText')}
      />
    )
  }
  return (
    <>
      <ol>
        {sets.map((set, n) => {
          const day = today(new Date(set.created_at))
          const previous = sets[n - 1]
          const isFirst = !previous || today(new Date(previous.created_at)) !== day
          return (
            <li key={set.id}>
              {isFirst && (
                <h2 className="border-b px-2 pt-5 pb-1.5 text-[0.875rem] font-semibold first-letter:uppercase">
                  {dayInWords(day)}
                </h2>
              )}
              <Entry set={set} />
            </li>
          )
        })}
      </ol>
      {hasNextPage && (
        <div className="flex justify-center pt-6">
          <Button onPress={() => void fetchNextPage()} isDisabled={isFetchingNextPage}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  )
}

function Entry({ set }: { set: ChangeSet }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <article className="rounded-lg px-2 hover:bg-hover">
      <div className="flex min-h-10 items-center gap-3">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-w-0 flex-1 items-center gap-3 rounded-md py-2 text-left"
        >
          <span className="text-faint" title={set.door}>
            {DOORS[set.door] ?? <Workflow size={15} />}
          </span>
          <span className={`min-w-0 flex-1 truncate ${set.undone_by ? 'text-faint line-through' : ''}`}>
            {set.title}
          </span>
          <time dateTime={set.created_at} className="tabular shrink-0 text-[0.8125rem] text-faint">
            {instantInWords(set.created_at).split(' ').slice(-2).join(' ')}
          </time>
          <ChevronRight
            size={15}
            aria-hidden
            className={`text-faint transition-transform ${isOpen ? 'rotate-90' : ''}`}
          />
        </button>
      </div>
      {isOpen && (
        <div className="flex flex-col gap-3 pb-4 pl-7 animate-fade">
          <Effect changes={set.changes} />
          {!set.undone_by && set.status === 'applied' && (
            <div>
              <Button className="h-8" onPress={() => void undoSet(set)}>
                <Undo2 size={15} aria-hidden />
                {t('undo')}
              </Button>
            </div>
          )}
        </div>
      )}
    </article>
  )
}
