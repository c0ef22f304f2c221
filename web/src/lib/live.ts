/** The stream of what changes elsewhere: other windows, other people, the assistant. */
import { API_URL, type Schemas } from './api'
import { flush, outbox, setOnline } from './offline/outbox'

export type ChangeSet = Schemas['ChangeSetRead']

interface Listener {
  /** A change set that was applied, in the order of the reader's revisions. */
  onChange(change: ChangeSet): void
  /** The stream has begun; it will carry everything after this revision. */
  onReady(revision: number): void
  /** Something may have been missed: read everything again. */
  onGap(): void
}

const AGAIN_MS = 3000

/** Listens until the returned function is called. */
export function listen({ onChange, onReady, onGap }: Listener): () => void {
  let source: EventSource | null = null
  let seen: number | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  function connect(): void {
    if (stopped) return
    source = new EventSource(`${API_URL}/api/v1/events`, { withCredentials: true })
    source.onopen = () => {
      setOnline(true)
      if (outbox.get().waiting) void flush()
    }
    source.addEventListener('ready', (event) => {
      const revision = Number((event as MessageEvent).lastEventId)
      if (seen === null) onReady(revision)
      else if (revision !== seen) onGap()
      seen = revision
    })
    source.addEventListener('reset', (event) => {
      seen = Number((event as MessageEvent).lastEventId)
      onGap()
    })
    source.addEventListener('change', (event) => {
      const change = JSON.parse((event as MessageEvent<string>).data) as ChangeSet
      seen = change.revision
      onChange(change)
    })
    source.onerror = () => {
      // The browser tries again by itself unless the answer was an error: then the token may have run out.
      if (source?.readyState !== EventSource.CLOSED) return
      again = setTimeout(() => {
        void fetch(`${API_URL}/api/auth/get-session`, { credentials: 'include' }).then(connect, connect)
      }, AGAIN_MS)
    }
  }

  connect()
  return () => {
    stopped = true
    clearTimeout(again)
    source?.close()
  }
}
