import { useQuery } from '@tanstack/react-query'
import { Download, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from '@/components/button'
import { Failed, Loading } from '@/components/states'
import { API_URL } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { documentsQuery, textQuery } from './documents'

interface ReaderProps {
  documentId: string
  /** The cited place, in signs of the text. */
  start: number | null
  end: number | null
  onClose: () => void
}

/** The text of a document, opened where it was cited. */
export function Reader({ documentId, start, end, onClose }: ReaderProps) {
  const text = useQuery(textQuery(documentId))
  const document = useQuery(documentsQuery).data?.find((one) => one.id === documentId)
  return (
    <section aria-label={document?.title ?? t('library.document')} className="flex h-full flex-col">
      <header className="flex items-center gap-1 border-b px-6 py-3">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{document?.title}</h2>
        <a
          href={`${API_URL}/api/v1/documents/${documentId}/file`}
          download
          aria-label={t('library.download')}
          className="inline-flex size-8 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-ink"
        >
          <Download size={16} aria-hidden />
        </a>
        <IconButton label={t('close')} onPress={onClose}>
          <X size={17} aria-hidden />
        </IconButton>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer */}
      <div className="scroll-calm flex-1 px-6 py-5 focus-visible:outline-offset-[-2px]" tabIndex={0}>
        {text.error && <Failed error={text.error} />}
        {text.isPending && <Loading />}
        {text.data !== undefined && <Words text={text.data} start={start} end={end} />}
      </div>
    </section>
  )
}

function Words({ text, start, end }: { text: string; start: number | null; end: number | null }) {
  const mark = useRef<HTMLElement>(null)
  useEffect(() => {
    if (start !== null) mark.current?.scrollIntoView({ block: 'center' })
  }, [start])
  const style = 'max-w-prose text-[0.9375rem] leading-[1.7] break-words whitespace-pre-wrap'
  if (start === null || end === null) return <p className={style}>{text}</p>
  // Offsets count signs; a string would count some signs twice.
  const signs = [...text]
  return (
    <p className={style}>
      {signs.slice(0, start).join('')}
      <mark ref={mark} className="rounded-sm bg-note text-ink ring-3 ring-note">
        {signs.slice(start, end).join('')}
      </mark>
      {signs.slice(end).join('')}
    </p>
  )
}
