import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { Button, IconButton } from '@/components/button'
import { Markdown } from '@/components/markdown'
import { instantInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { addComment, type Comment, commentsQuery, deleteComment } from './comments'

export function CommentList({ taskId }: { taskId: string }) {
  const { data: comments, error } = useQuery(commentsQuery(taskId))
  const heading = useId()
  return (
    <section aria-labelledby={heading} className="mt-6 border-t pt-4">
      <h3 id={heading} className="mb-2 text-sm font-semibold">
        {t('comments.title')}
      </h3>
      {error && <p className="mb-2 text-sm text-danger">{error.message}</p>}
      <ul className="flex flex-col gap-3">
        {comments?.map((comment) => (
          <CommentItem key={comment.id} comment={comment} />
        ))}
      </ul>
      <NewComment taskId={taskId} />
    </section>
  )
}

function CommentItem({ comment }: { comment: Comment }) {
  return (
    <li className="group/comment rounded-xl bg-hover px-3.5 py-2.5 text-sm">
      <div className="mb-0.5 flex items-center justify-between text-xs text-faint">
        {instantInWords(comment.created_at)}
        <IconButton
          label={t('comments.delete')}
          className="size-6 opacity-0 group-focus-within/comment:opacity-100 group-hover/comment:opacity-100"
          onPress={() => void deleteComment(comment)}
        >
          <Trash2 size={13} aria-hidden />
        </IconButton>
      </div>
      <Markdown text={comment.text} />
    </li>
  )
}

function NewComment({ taskId }: { taskId: string }) {
  const [text, setText] = useState('')

  async function send(event?: FormEvent): Promise<void> {
    event?.preventDefault()
    const trimmed = text.trim()
    if (trimmed && (await addComment(taskId, trimmed))) setText('')
  }

  return (
    <form onSubmit={(event) => void send(event)} className="mt-3">
      <textarea
        aria-label={t('comments.write')}
        placeholder={t('comments.write')}
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send()
        }}
        className="field-sizing-content w-full resize-none rounded-xl border border-edge bg-raised px-3.5 py-2 text-sm focus:border-accent focus-visible:outline-none"
      />
      {text.trim() && (
        <div className="mt-2 flex justify-end">
          <Button type="submit" look="primary" className="h-8">
            {t('comments.send')}
          </Button>
        </div>
      )}
    </form>
  )
}
