import { useMutation } from '@tanstack/react-query'
import { ArrowUp, SearchX } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { INPUT } from '@/components/field'
import { Markdown } from '@/components/markdown'
import { type Source, SourceList, withNumbers } from '@/components/source-list'
import { Failed, Spinner } from '@/components/states'
import { api, body, type Schemas } from '@/lib/api'
import { t } from '@/lib/i18n/t'

type Answer = Schemas['AnswerRead']

interface AskProps {
  onOpenSource: (source: Source) => void
  onOpenDocument: (id: string) => void
}

/** A question to all documents; the answer says where it stands, or that it stands nowhere. */
export function Ask({ onOpenSource, onOpenDocument }: AskProps) {
  const [question, setQuestion] = useState('')
  const asking = useMutation({
    mutationFn: async (message: string) =>
      (await body(api.POST('/v1/chat', { body: { message, stream: false } }))) as Answer,
  })

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (question.trim()) asking.mutate(question.trim())
  }

  return (
    <section aria-label={t('library.ask')} className="mb-6 px-1">
      <form onSubmit={submit} className="relative">
        <input
          aria-label={t('library.ask')}
          placeholder={t('library.askHint')}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
          className={`${INPUT} h-12 rounded-xl pr-14`}
        />
        <Button
          type="submit"
          look="primary"
          aria-label={t('library.askButton')}
          isSquare
          className="absolute top-1.5 right-1.5"
          isDisabled={!question.trim() || asking.isPending}
        >
          {asking.isPending ? <Spinner /> : <ArrowUp size={17} aria-hidden />}
        </Button>
      </form>
      <div aria-live="polite">
        {asking.error && <Failed error={asking.error} />}
        {asking.data && (
          <AnswerCard answer={asking.data} onOpenSource={onOpenSource} onOpenDocument={onOpenDocument} />
        )}
      </div>
    </section>
  )
}

function AnswerCard({ answer, onOpenSource, onOpenDocument }: AskProps & { answer: Answer }) {
  const isRefused = answer.refusal_reason !== null
  return (
    <article className="mt-4 animate-fade">
      <div
        className={isRefused ? 'flex gap-3 rounded-xl bg-hover px-4 py-3 text-soft' : 'px-1 leading-relaxed'}
      >
        {isRefused && <SearchX size={18} aria-hidden className="mt-0.5 shrink-0" />}
        <Markdown text={withNumbers(answer.response, answer.sources)} />
      </div>
      <SourceList sources={answer.sources} onOpen={onOpenSource} />
      {isRefused && answer.nearest.length > 0 && (
        <p className="mt-3 flex flex-wrap items-center gap-2 px-1 text-sm text-soft">
          {t('library.nearest')}
          {answer.nearest.map((one) => (
            <Button key={one.document_id} className="h-8" onPress={() => onOpenDocument(one.document_id)}>
              {one.title}
            </Button>
          ))}
        </p>
      )}
      {!isRefused && (
        <p className="mt-2 px-1 text-xs text-faint">
          {t(answer.answered_by === 'model' ? 'library.byModel' : 'library.byDocuments')}
          {answer.grounded === 'partial' && ` · ${t('library.partly')}`}
        </p>
      )}
    </article>
  )
}
