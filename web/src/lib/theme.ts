import { createStore } from './store'

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

const KEPT = 'tasklore.theme'
const isDark = window.matchMedia?.('(prefers-color-scheme: dark)')

export const theme = createStore<Theme>((localStorage.getItem(KEPT) as Theme | null) ?? 'system')

/** The browser remembers it too, so that the next start has the right colours from the first paint. */
export function setTheme(next: Theme): void {
  localStorage.setItem(KEPT, next)
  theme.set(next)
  paint()
}

function paint(): void {
  const chosen = theme.get()
  document.documentElement.dataset.theme = chosen === 'system' ? (isDark?.matches ? 'dark' : 'light') : chosen
}

isDark?.addEventListener('change', paint)
