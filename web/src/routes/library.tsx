import { useNavigate, useSearch } from '@tanstack/react-router'
import { BookOpenText } from 'lucide-react'
import { View } from '@/components/view'
import { Ask } from '@/features/library/ask'
import { DocumentList } from '@/features/library/document-list'
import { Reader } from '@/features/library/reader'
import { t } from '@/lib/i18n/t'
import { useNarrow } from '@/lib/narrow'

/** Documents and questions on the left, the page that is read on the right. */
export function LibraryRoute() {
  const { document, start, end } = useSearch({ from: '/app/library' })
  const navigate = useNavigate()
  const isNarrow = useNarrow()
  const open = (id: string | undefined, from?: number, to?: number) =>
    void navigate({ to: '.', search: (kept) => ({ ...kept, document: id, start: from, end: to }) })
  const reader = document !== undefined && (
    <Reader documentId={document} start={start ?? null} end={end ?? null} onClose={() => open(undefined)} />
  )
  if (isNarrow && reader) return reader
  return (
    <div className="flex h-full">
      <div className="min-w-0 flex-1">
        <View title={t('view.library')} icon={<BookOpenText size={24} aria-hidden />}>
          <Ask
            onOpenSource={(source) => open(source.document_id, source.start, source.end)}
            onOpenDocument={(id) => open(id)}
          />
          <DocumentList openId={document ?? null} onOpen={(id) => open(id)} />
        </View>
      </div>
      {reader && <div className="w-1/2 max-w-[44rem] border-l animate-slide-in">{reader}</div>}
    </div>
  )
}
