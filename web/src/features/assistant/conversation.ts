import type { UIMessage } from 'ai'
import type { Source } from '@/components/source-list'
import { api, body, type Schemas } from '@/lib/api'

type MessageRead = Schemas['MessageRead']

/** What the server says about a turn besides its words. */
export interface Turn {
  status: string
  sources: readonly Source[]
  change_sets: readonly { id: string; status: 'applied' | 'proposed' }[]
  model: string | null
  fallback: string | null
}

export type Message = UIMessage<unknown, { turn: Turn }>

/** A message of the history as the chat client keeps it. */
export function fromHistory(said: MessageRead): Message {
  const parts: Message['parts'] = [{ type: 'text', text: said.content }]
  if (said.role === 'assistant') {
    parts.push({
      type: 'data-turn',
      id: said.turn_id,
      data: {
        status: said.status ?? 'done',
        sources: (said.sources ?? []) as unknown as Source[],
        change_sets: said.change_sets ?? [],
        model: said.model ?? null,
        fallback: null,
      },
    })
  }
  return { id: said.id, role: said.role, parts }
}

export async function readConversation(conversationId: string): Promise<Message[]> {
  const query = { conversation_id: conversationId, limit: 100 }
  const page = await body(api.GET('/api/v1/chat/history', { params: { query } }))
  return page.items.map(fromHistory).reverse()
}

export function textOf(message: Message): string {
  return message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('')
}

export function turnOf(message: Message): Turn | null {
  for (const part of message.parts) if (part.type === 'data-turn') return part.data
  return null
}

/** The tools that a turn used, in their order, each with whether it has ended. */
export function toolsOf(message: Message): { id: string; name: string; isDone: boolean }[] {
  return message.parts.flatMap((part) => {
    if (part.type !== 'dynamic-tool' && !part.type.startsWith('tool-')) return []
    const tool = part as { type: string; toolName?: string; toolCallId: string; state: string }
    const name = (tool.toolName ?? tool.type.replace(/^tool-/, '')).replaceAll('_', ' ')
    return [{ id: tool.toolCallId, name, isDone: tool.state.startsWith('output') }]
  })
}
