import { useQuery } from '@tanstack/react-query'
import { BookOpenText, FileText, FileX, Trash2, Upload } from 'lucide-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/button'
import { classes } from '@/components/classes'
import { Empty, Failed, Loading, Spinner } from '@/components/states'
import { speech, t } from '@/lib/i18n/t'
import { addDocuments, type Document, deleteDocument, documentsQuery } from './documents'

interface DocumentListProps {
  openId: string | null
  onOpen: (id: string) => void
}

/** The documents there are, and a place to drop more. */
export function DocumentList({ openId, onOpen }: DocumentListProps) {
  const { data, error, isPending, refetch } = useQuery(documentsQuery)
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />
  if (isPending) return <Loading rows={4} />
  return (
    <DropPlace>
      {data.length === 0 ? (
        <Empty
          icon={<BookOpenText size={26} aria-hidden />}
          title={t('empty.library')}
          text={t('empty.libraryText')}
          action={<AddButton look="primary" />}
        />
      ) : (
        <>
          <ul aria-label={t('library.documents')} className="flex flex-col gap-0.5">
            {data.map((document) => (
              <Row
                key={document.id}
                document={document}
                isOpen={document.id === openId}
                onOpen={() => onOpen(document.id)}
              />
            ))}
          </ul>
          <AddButton look="quiet" />
        </>
      )}
    </DropPlace>
  )
}

function Row({ document, isOpen, onOpen }: { document: Document; isOpen: boolean; onOpen: () => void }) {
  return (
    <li
      className={classes(
        'group/document flex items-center gap-3 rounded-lg px-2 py-1.5',
        isOpen ? 'bg-tint' : 'hover:bg-hover',
      )}
    >
      <span className={document.status === 'failed' ? 'text-danger' : 'text-soft'}>
        {document.status === 'pending' ? (
          <Spinner />
        ) : document.status === 'failed' ? (
          <FileX size={17} aria-hidden />
        ) : (
          <FileText size={17} aria-hidden />
        )}
      </span>
      <button
        type="button"
        onClick={onOpen}
        aria-current={isOpen || undefined}
        disabled={document.status !== 'ready'}
        className="min-w-0 flex-1 rounded-sm text-left"
      >
        <span className="block truncate">{document.title}</span>
        <span className="block truncate text-[0.8125rem] text-faint">{factsOf(document)}</span>
      </button>
      <IconButton
        label={t('library.delete', { name: document.title })}
        className="opacity-0 group-focus-within/document:opacity-100 group-hover/document:opacity-100"
        onPress={() => void deleteDocument(document)}
      >
        <Trash2 size={15} aria-hidden />
      </IconButton>
    </li>
  )
}

function factsOf(document: Document): string {
  if (document.status === 'pending') return t('library.reading')
  if (document.status === 'failed') return document.reason ?? t('library.failed')
  const kilobytes = new Intl.NumberFormat(speech.get().locale, {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 0,
  }).format(Math.max(1, document.size_bytes / 1000))
  const pages = document.pages ? t('library.pages', { count: document.pages }) : null
  return [document.name === document.title ? null : document.name, pages, kilobytes]
    .filter(Boolean)
    .join(' · ')
}

export function AddButton({ look }: { look: 'primary' | 'quiet' }) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button look={look} className="self-start" onPress={() => field.current?.click()}>
        <Upload size={16} aria-hidden />
        {t('library.add')}
      </Button>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label={t('library.add')}
        onChange={(event) => {
          void addDocuments([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}

function DropPlace({ children }: { children: ReactNode }) {
  const [isTarget, setIsTarget] = useState(false)

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    setIsTarget(false)
    void addDocuments([...event.dataTransfer.files])
  }

  return (
    <section
      aria-label={t('library.documents')}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setIsTarget(true)
      }}
      onDragLeave={() => setIsTarget(false)}
      onDrop={onDrop}
      className={classes('flex flex-col gap-2 rounded-2xl p-1 transition-colors', isTarget && 'bg-tint')}
    >
      {children}
    </section>
  )
}
