import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Bookmark, SearchX } from 'lucide-react'
import { type FormEvent, useDeferredValue, useMemo, useState } from 'react'
import { Button } from '@/components/button'
import { Field, INPUT } from '@/components/field'
import { Empty, Failed, Loading } from '@/components/states'
import { api, body } from '@/lib/api'
import { speech, t } from '@/lib/i18n/t'
import { foundGroups } from '../list/selections'
import { TaskList } from '../list/task-list'
import { useKnown } from '../list/use-known'
import { saveFilter } from './saved-filters'

interface SearchPanelProps {
  query: string
  onQuery: (query: string) => void
  openId: string | null
  onOpen: (id: string) => void
}

const EXAMPLES = ['today | overdue', 'p1 & no date', '7 days & @home', 'search: rent'] as const

/** One field for words and for filters: what the filter language does not know is looked for as words. */
export function SearchPanel({ query, onQuery, openId, onOpen }: SearchPanelProps) {
  const [text, setText] = useState(query)
  const wanted = useDeferredValue(text.trim())
  const explained = useExplained(wanted)
  const isFilter = explained?.ok === true
  const filter = isFilter ? wanted : `search: ${wanted}`
  return (
    <>
      <div className="px-2">
        <input
          // biome-ignore lint/a11y/noAutofocus: searching is what this view is for
          autoFocus
          type="search"
          aria-label={t('search.label')}
          aria-describedby="explained"
          placeholder={t('search.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            onQuery(event.target.value)
          }}
          className={`${INPUT} h-11 text-base`}
        />
        <p id="explained" aria-live="polite" className="mt-2 min-h-5 text-[0.8125rem] text-faint">
          {wanted && explained && (explained.ok ? explained.explanation : explained.error?.suggestion)}
        </p>
      </div>
      {wanted ? (
        <>
          {isFilter && <SaveFilter query={wanted} />}
          <Found filter={filter} label={t('search.found')} openId={openId} onOpen={onOpen} />
        </>
      ) : (
        <div className="flex flex-wrap gap-2 px-2 pt-3">
          {EXAMPLES.map((example) => (
            <Button
              key={example}
              className="h-8 font-normal"
              onPress={() => {
                setText(example)
                onQuery(example)
              }}
            >
              {example}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}

function useExplained(query: string) {
  const { locale } = speech.get()
  return useQuery({
    queryKey: ['explain', query, locale],
    queryFn: () => body(api.POST('/api/v1/filters/explain', { body: { query, locale } })),
    enabled: query !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  }).data
}

interface FoundProps {
  filter: string
  label: string
  openId: string | null
  onOpen: (id: string) => void
}

/** The tasks of a filter, as the server finds them. */
export function Found({ filter, label, openId, onOpen }: FoundProps) {
  const known = useKnown()
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['found', filter],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/api/v1/tasks', {
          params: { query: { filter, limit: 100, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const groups = useMemo(
    () => foundGroups(known, data?.pages.flatMap((page) => page.items) ?? []),
    [known, data],
  )
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />
  if (isPending) return <Loading />
  if (!groups[0]?.tasks.length) {
    return (
      <Empty
        icon={<SearchX size={26} aria-hidden />}
        title={t('empty.search')}
        text={t('empty.searchText')}
      />
    )
  }
  return (
    <>
      <TaskList label={label} groups={groups} openId={openId} onOpen={onOpen} />
      {hasNextPage && (
        <div className="flex justify-center pt-6">
          <Button onPress={() => void fetchNextPage()}>{t('more')}</Button>
        </div>
      )}
    </>
  )
}

function SaveFilter({ query }: { query: string }) {
  const [name, setName] = useState<string | null>(null)

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!name?.trim()) return
    if (await saveFilter(name.trim(), query)) setName(null)
  }

  if (name === null) {
    return (
      <Button look="quiet" className="mb-1 h-8 self-start px-2" onPress={() => setName('')}>
        <Bookmark size={15} aria-hidden />
        {t('filter.save')}
      </Button>
    )
  }
  return (
    <form onSubmit={(event) => void save(event)} className="mb-3 flex items-end gap-2 px-2">
      <Field
        label={t('filter.name')}
        hideLabel
        placeholder={t('filter.name')}
        autoFocus
        value={name}
        onChange={setName}
        className="flex-1"
      />
      <Button type="submit" look="primary">
        {t('save')}
      </Button>
      <Button look="quiet" onPress={() => setName(null)}>
        {t('cancel')}
      </Button>
    </form>
  )
}
