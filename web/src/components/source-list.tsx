import { FileText } from 'lucide-react'
import { t } from '@/lib/i18n/t'

/** A passage that an answer rests on. Offsets count signs of the document's text. */
export interface Source {
  id: string
  document_id: string
  title: string
  page: number | null
  start: number
  end: number
  quote: string
}

/** The text with the marks of its sources, such as `[d9res]`, as the numbers that they have in the list. */
export function withNumbers(text: string, sources: readonly Source[]): string {
  return sources.reduce((shown, { id }, n) => shown.replaceAll(`[${id}]`, `[${n + 1}]`), text)
}

interface SourceListProps {
  sources: readonly Source[]
  onOpen: (source: Source) => void
}

/** What an answer rests on, word for word; each opens where it stands. */
export function SourceList({ sources, onOpen }: SourceListProps) {
  if (!sources.length) return null
  return (
    <ol aria-label={t('sources.title')} className="mt-3 flex flex-col gap-2">
      {sources.map((source, n) => (
        <li key={source.id}>
          <button
            type="button"
            onClick={() => onOpen(source)}
            className="flex w-full gap-3 rounded-xl px-3.5 py-2.5 text-left shadow-card transition-colors hover:bg-hover"
          >
            <span className="tabular flex size-5 shrink-0 items-center justify-center rounded-md bg-tint text-xs font-semibold text-accent">
              {n + 1}
            </span>
            <span className="min-w-0 flex-1">
              <span className="line-clamp-3 text-[0.8125rem] leading-relaxed">“{source.quote}”</span>
              <span className="mt-1 flex items-center gap-1.5 text-xs text-faint">
                <FileText size={12} aria-hidden />
                <span className="truncate">{source.title}</span>
                {source.page !== null && (
                  <span className="shrink-0">{t('sources.page', { n: source.page })}</span>
                )}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
