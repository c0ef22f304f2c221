import {
  AtSign,
  Bell,
  CalendarDays,
  Clock,
  Flag,
  Folder,
  Hourglass,
  ListTree,
  Repeat,
  Tag,
  User,
  X,
} from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '@/components/button'
import { classes } from '@/components/classes'
import { Keys } from '@/components/keys'
import { t } from '@/lib/i18n/t'
import { useLabels } from '../labels'
import { useProjects } from '../projects/projects'
import { Completion, completionAt } from './completion'
import { type Parsed, parse, pieces, type Span } from './parse'
import { addQuickly, type Preset } from './save'

const PARSE_MS = 90

/** What was read, and out of what: while somebody types on, the answer is about what stood there before. */
interface Answer {
  text: string
  ignore: readonly Span[]
  parsed: readonly Parsed[]
}

const NOTHING: Answer = { text: '', ignore: [], parsed: [] }

interface QuickAddProps {
  preset: Preset
  onDone: () => void
}

/** One line, or several, become tasks. What was recognised is shown as it is typed, and can be refused. */
export function QuickAdd({ preset, onDone }: QuickAddProps) {
  const [text, setText] = useState('')
  const [refused, setRefused] = useState<readonly Span[]>([])
  const [answer, setAnswer] = useState<Answer>(NOTHING)
  const { parsed } = answer
  const [caret, setCaret] = useState(0)
  const field = useRef<HTMLTextAreaElement>(null)
  const spans = useMemo(() => parsed.flatMap((one) => one.spans), [parsed])
  const projects = useProjects()
  const labels = useLabels()
  const completion = completionAt(text, caret, projects, labels)
  const [chosen, setChosen] = useState(0)

  // What was refused stays refused for as long as it stands in the text.
  const ignore = useMemo(() => relocated(refused, text), [refused, text])

  useEffect(() => {
    if (!text.trim()) {
      setAnswer(NOTHING)
      return
    }
    const abort = new AbortController()
    const timer = setTimeout(() => {
      // Without an answer the line is kept as it was typed; the server reads it when it is saved.
      parse(text, ignore, abort.signal).then(
        (found) => setAnswer({ text, ignore, parsed: found }),
        () => undefined,
      )
    }, PARSE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [text, ignore])

  async function save(): Promise<void> {
    if (!text.trim()) return
    onDone()
    const isCurrent = answer.text === text && answer.ignore === ignore
    await addQuickly(text, ignore, isCurrent ? parsed : null, preset)
  }

  function complete(value: string): void {
    if (!completion) return
    const next = `${text.slice(0, completion.start)}${value} ${text.slice(caret)}`
    setText(next)
    const at = completion.start + value.length + 1
    setCaret(at)
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at))
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    if (completion) {
      const last = completion.options.length - 1
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault()
        setChosen((n) => Math.max(0, Math.min(last, n + (event.key === 'ArrowDown' ? 1 : -1))))
        return
      }
      if (event.key === 'Tab' || event.key === 'Enter') {
        event.preventDefault()
        complete(completion.options[Math.min(chosen, last)] ?? '')
        setChosen(0)
        return
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void save()
    }
  }

  const count = parsed.length
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      className="flex min-h-0 flex-col"
    >
      <div className="relative px-5 pt-5">
        <div
          aria-hidden
          className="pointer-events-none absolute inset-x-5 top-5 text-[1.0625rem] leading-7 break-words whitespace-pre-wrap text-transparent"
        >
          {pieces(text, spans).map((piece, n) =>
            piece.span ? (
              <mark key={n.toString()} className="rounded-[5px] bg-tint text-transparent ring-2 ring-tint">
                {piece.text}
              </mark>
            ) : (
              piece.text
            ),
          )}
        </div>
        <textarea
          ref={field}
          // biome-ignore lint/a11y/noAutofocus: the dialog is this field
          autoFocus
          rows={1}
          aria-label={t('quick.label')}
          aria-describedby="quick-preview"
          placeholder={t('quick.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setCaret(event.target.selectionStart)
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          className="relative field-sizing-content max-h-60 w-full resize-none bg-transparent text-[1.0625rem] leading-7 focus-visible:outline-none"
        />
        {completion && <Completion options={completion.options} chosen={chosen} onChoose={complete} />}
      </div>
      <div
        id="quick-preview"
        aria-live="polite"
        className="scroll-calm flex min-h-8 flex-col gap-2.5 px-5 pt-1 pb-4"
      >
        {parsed.map((one, n) => (
          <Preview
            key={n.toString()}
            parsed={one}
            isAlone={count === 1}
            onRefuse={(span) => setRefused((all) => [...all, span])}
          />
        ))}
      </div>
      <div className="flex items-center justify-between gap-3 border-t px-5 py-3">
        <span className="flex min-w-0 items-center gap-2 text-[0.8125rem] text-faint">
          <Folder size={14} aria-hidden />
          <span className="truncate">{preset.name}</span>
        </span>
        <span className="flex items-center gap-3">
          <span className="text-xs text-faint max-sm:hidden">
            <Keys keys="shift+↵" /> {t('quick.another')}
          </span>
          <Button type="submit" look="primary" className="h-8" isDisabled={!text.trim()}>
            {count > 1 ? t('quick.addMany', { count }) : t('quick.add')}
          </Button>
        </span>
      </div>
    </form>
  )
}

const ICONS: Record<string, ReactNode> = {
  due: <CalendarDays size={13} />,
  start: <Clock size={13} />,
  deadline: <Hourglass size={13} />,
  duration: <Clock size={13} />,
  recurrence: <Repeat size={13} />,
  reminder: <Bell size={13} />,
  priority: <Flag size={13} />,
  label: <Tag size={13} />,
  project: <Folder size={13} />,
  section: <ListTree size={13} />,
  assignee: <User size={13} />,
  description: <AtSign size={13} />,
}

interface PreviewProps {
  parsed: Parsed
  isAlone: boolean
  onRefuse: (span: Span) => void
}

function Preview({ parsed, isAlone, onRefuse }: PreviewProps) {
  if (isAlone && !parsed.spans.length) return null
  return (
    <div className={classes('flex flex-wrap items-center gap-1.5', parsed.indent > 0 && 'pl-5')}>
      <span className="mr-1 inline-flex min-w-0 items-center gap-2 text-sm text-soft">
        <span
          aria-hidden
          className={`size-3.5 shrink-0 rounded-full border-[1.5px] border-p${parsed.priority ?? 4}`}
        />
        <span className="truncate">{parsed.title}</span>
      </span>
      {parsed.spans.map((span) => (
        <span
          key={`${span.start} ${span.kind}`}
          className="inline-flex items-center gap-1.5 rounded-full bg-tint py-1 pr-1 pl-2.5 text-[0.8125rem] leading-4 text-accent"
        >
          <span aria-hidden>{ICONS[span.kind]}</span>
          {span.meaning}
          <button
            type="button"
            aria-label={t('quick.refuse', { text: span.text })}
            onClick={() => onRefuse(span)}
            className="rounded-full p-0.5 hover:bg-accent hover:text-on-accent"
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
    </div>
  )
}

/** Refused pieces where they stand now; one that is gone from the text is refused no longer. */
function relocated(refused: readonly Span[], text: string): Span[] {
  const signs = [...text]
  return refused.flatMap((span) => {
    const wanted = [...span.text]
    const fits = (at: number) => wanted.every((sign, n) => signs[at + n] === sign)
    if (fits(span.start)) return [span]
    const at = signs.findIndex((_, n) => fits(n))
    return at < 0 ? [] : [{ ...span, start: at, end: at + wanted.length }]
  })
}
