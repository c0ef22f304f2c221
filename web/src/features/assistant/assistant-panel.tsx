import { useChat } from '@ai-sdk/react'
import { useQuery } from '@tanstack/react-query'
import { DefaultChatTransport } from 'ai'
import { ArrowUp, MessageSquarePlus, MessagesSquare, Sparkles, Square, Wrench, X } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/button'
import { Markdown } from '@/components/markdown'
import { Menu, MenuItem } from '@/components/menu'
import { type Source, SourceList, withNumbers } from '@/components/source-list'
import { Loading } from '@/components/states'
import { API_URL, api, body } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { queryClient } from '@/lib/query-client'
import { type Message, readConversation, textOf, toolsOf, turnOf } from './conversation'

interface AssistantPanelProps {
  onClose: () => void
  onOpenSource: (source: Source) => void
  /** Shows a change set: how, is another feature's business. */
  showChange: (id: string, status: 'applied' | 'proposed') => ReactNode
}

/** The assistant beside every view. */
export function AssistantPanel(props: AssistantPanelProps) {
  const conversations = useQuery({
    queryKey: ['conversations'],
    queryFn: async () =>
      (await body(api.GET('/api/v1/chat/conversations', { params: { query: { limit: 15 } } }))).items,
  })
  const [chosen, setChosen] = useState<string | null>(null)
  const fresh = useMemo(() => crypto.randomUUID(), [])
  const id = chosen ?? conversations.data?.[0]?.id ?? fresh
  const isKnown = conversations.data?.some((one) => one.id === id) ?? false
  const history = useQuery({
    queryKey: ['conversation', id],
    queryFn: () => readConversation(id),
    enabled: isKnown,
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <section aria-label={t('assistant.title')} className="flex h-full flex-col">
      <header className="flex items-center gap-1 px-4 pt-4 pb-2">
        <Sparkles size={17} aria-hidden className="text-accent" />
        <h2 className="flex-1 pl-1.5 text-[0.9375rem] font-semibold">{t('assistant.title')}</h2>
        {(conversations.data?.length ?? 0) > 0 && (
          <Menu
            label={t('assistant.conversations')}
            trigger={
              <IconButton label={t('assistant.conversations')}>
                <MessagesSquare size={16} aria-hidden />
              </IconButton>
            }
          >
            {(conversations.data ?? []).map((one) => (
              <MenuItem key={one.id} isChosen={one.id === id} onAction={() => setChosen(one.id)}>
                {one.title}
              </MenuItem>
            ))}
          </Menu>
        )}
        <IconButton label={t('assistant.new')} onPress={() => setChosen(crypto.randomUUID())}>
          <MessageSquarePlus size={16} aria-hidden />
        </IconButton>
        <IconButton label={t('assistant.close')} onPress={props.onClose}>
          <X size={17} aria-hidden />
        </IconButton>
      </header>
      {conversations.isPending || (isKnown && history.isPending) ? (
        <div className="px-5">
          <Loading rows={3} />
        </div>
      ) : (
        <Chat key={id} id={id} said={history.data ?? []} {...props} />
      )}
    </section>
  )
}

function Chat({ id, said, onOpenSource, showChange }: AssistantPanelProps & { id: string; said: Message[] }) {
  const transport = useMemo(
    () =>
      new DefaultChatTransport<Message>({
        api: `${API_URL}/api/v1/chat/stream`,
        credentials: 'include',
        // The history is the server's: it needs the last message only.
        prepareSendMessagesRequest: ({ id, messages }) => ({ body: { id, messages: messages.slice(-1) } }),
        prepareReconnectToStreamRequest: ({ id }) => ({ api: `${API_URL}/api/v1/chat/${id}/stream` }),
      }),
    [],
  )
  const chat = useChat<Message>({
    id,
    transport,
    messages: said,
    onFinish: () => void queryClient.invalidateQueries({ queryKey: ['conversations'] }),
  })
  const end = useRef<HTMLDivElement>(null)
  const isBusy = chat.status === 'submitted' || chat.status === 'streaming'

  // Words that stream in and cards that load push the end out of sight: whatever grows, the end stays in view.
  useEffect(() => {
    const content = end.current?.parentElement
    if (!content) return
    const observer = new ResizeObserver(() => end.current?.scrollIntoView({ block: 'end' }))
    observer.observe(content)
    return () => observer.disconnect()
  }, [])

  async function stop(): Promise<void> {
    await chat.stop()
    await body(
      api.POST('/api/v1/chat/conversations/{conversation_id}/stop', {
        params: { path: { conversation_id: id } },
      }),
    ).catch(() => undefined)
  }

  function again(): void {
    const last = chat.messages.findLast((message) => message.role === 'user')
    if (last) void chat.sendMessage({ text: textOf(last) })
  }

  return (
    <>
      <div
        role="log"
        aria-label={t('assistant.said')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer
        tabIndex={0}
        className="scroll-calm flex-1 px-5 py-3 focus-visible:outline-offset-[-2px]"
      >
        <div className="flex min-h-full flex-col gap-4">
          {chat.messages.length === 0 && <Hello onTry={(text) => void chat.sendMessage({ text })} />}
          {chat.messages.map((message) => (
            <Bubble key={message.id} message={message} onOpenSource={onOpenSource} showChange={showChange} />
          ))}
          {chat.status === 'submitted' && <p className="text-sm text-faint">{t('assistant.working')}</p>}
          {chat.error && (
            <div role="alert" className="rounded-xl bg-danger-tint px-3.5 py-2.5 text-sm">
              <p>{t('assistant.failed')}</p>
              <Button look="link" className="-ml-3.5 h-8" onPress={again}>
                {t('assistant.retry')}
              </Button>
            </div>
          )}
          <div ref={end} />
        </div>
      </div>
      <Composer
        isBusy={isBusy}
        onSend={(text) => void chat.sendMessage({ text })}
        onStop={() => void stop()}
      />
    </>
  )
}

function Hello({ onTry }: { onTry: (text: string) => void }) {
  return (
    <div className="my-auto py-6 text-center">
      <p className="text-[1.0625rem] font-semibold tracking-tight">{t('assistant.hello')}</p>
      <p className="mx-auto mt-1.5 max-w-xs text-sm leading-relaxed text-soft">{t('assistant.helloText')}</p>
      <div className="mt-5 flex flex-col items-center gap-2">
        {(['assistant.try1', 'assistant.try2', 'assistant.try3'] as const).map((key) => (
          <Button key={key} className="h-8 font-normal" onPress={() => onTry(t(key))}>
            {t(key)}
          </Button>
        ))}
      </div>
    </div>
  )
}

interface BubbleProps {
  message: Message
  onOpenSource: (source: Source) => void
  showChange: AssistantPanelProps['showChange']
}

function Bubble({ message, onOpenSource, showChange }: BubbleProps) {
  if (message.role === 'user') {
    return (
      <article className="ml-8 self-end rounded-2xl rounded-br-md bg-tint px-4 py-2 text-[0.9375rem] [overflow-wrap:anywhere] whitespace-pre-wrap">
        <span className="sr-only">{t('assistant.you')}: </span>
        {textOf(message)}
      </article>
    )
  }
  const turn = turnOf(message)
  return (
    <article className="flex flex-col gap-2.5 text-[0.9375rem] leading-relaxed">
      {toolsOf(message).map((tool) => (
        <p key={tool.id} className="flex items-center gap-2 text-[0.8125rem] text-faint">
          <Wrench size={13} aria-hidden className={tool.isDone ? undefined : 'animate-pulse'} />
          {t('assistant.tool', { name: tool.name })}
        </p>
      ))}
      <Markdown text={withNumbers(textOf(message), turn?.sources ?? [])} />
      {turn?.change_sets.map((set) => (
        <div key={set.id}>{showChange(set.id, set.status)}</div>
      ))}
      {turn && <SourceList sources={turn.sources} onOpen={onOpenSource} />}
      {turn?.model && (
        <p className="text-xs text-faint">
          {turn.model === 'builtin' ? t('assistant.builtin') : turn.model}
          {turn.fallback && ` · ${turn.fallback}`}
        </p>
      )}
    </article>
  )
}

function Composer({
  isBusy,
  onSend,
  onStop,
}: {
  isBusy: boolean
  onSend: (text: string) => void
  onStop: () => void
}) {
  const [text, setText] = useState('')

  function submit(event?: FormEvent): void {
    event?.preventDefault()
    if (isBusy || !text.trim()) return
    onSend(text.trim())
    setText('')
  }

  return (
    <form onSubmit={submit} className="p-3">
      <div className="flex items-end gap-2 rounded-2xl border border-edge bg-raised p-1.5 pl-3.5 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20">
        <textarea
          rows={1}
          aria-label={t('assistant.label')}
          placeholder={t('assistant.placeholder')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault()
              submit()
            }
          }}
          className="field-sizing-content max-h-40 min-w-0 flex-1 resize-none bg-transparent py-1.5 text-[0.9375rem] focus-visible:outline-none"
        />
        {isBusy ? (
          <Button look="plain" aria-label={t('assistant.stop')} isSquare onPress={onStop}>
            <Square size={13} fill="currentColor" aria-hidden />
          </Button>
        ) : (
          <Button
            type="submit"
            look="primary"
            aria-label={t('assistant.send')}
            isSquare
            isDisabled={!text.trim()}
          >
            <ArrowUp size={17} aria-hidden />
          </Button>
        )}
      </div>
    </form>
  )
}
