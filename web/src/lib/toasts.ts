import { createStore } from './store'

export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'bad'
  action?: { label: string; run: () => void }
}

const SHOWN_MS = 6000
const MOST = 2

export const toasts = createStore<readonly Toast[]>([])
let next = 1

/** Shows a line at the bottom of the window for a few seconds. */
export function toast(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): number {
  const id = next++
  toasts.set((shown) =>
    [...shown, { id, text, tone: options.tone ?? 'plain', action: options.action }].slice(-MOST),
  )
  setTimeout(() => dismiss(id), SHOWN_MS)
  return id
}

export function dismiss(id: number): void {
  toasts.set((shown) => (shown.some((t) => t.id === id) ? shown.filter((t) => t.id !== id) : shown))
}
