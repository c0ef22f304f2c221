import { useEffect, useRef } from 'react'

/** Keys pressed while typing, or while a menu or dialog is open, belong to what has the focus. */
export function isBusy(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  return (
    document.querySelector('[role="dialog"], [role="menu"]') !== null ||
    Boolean(target?.closest?.('input, textarea, select, [contenteditable="true"]'))
  )
}

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

const CHORD_MS = 1200

/** Whoever listens, latest last: a list inside a view goes before the window around it. */
const layers: { current: Shortcuts }[] = []
let first: { key: string; at: number } | null = null

let isPaused = () => false

/** Plain keys rest while this holds: what is about to take the focus may still be on its way. */
export function pauseShortcutsWhile(check: () => boolean): void {
  isPaused = check
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = nameOf(event)
  const busy = isBusy(event) || isPaused()
  const chord = first && Date.now() - first.at < CHORD_MS ? `${first.key} ${name}` : null
  first = null
  if (busy && (!name.startsWith('mod+') || name.endsWith('+z'))) return
  const handler = (chord && find(chord)) || find(name)
  if (handler) {
    event.preventDefault()
    handler(event)
  } else if (
    !busy &&
    layers.some(({ current }) => Object.keys(current).some((keys) => keys.startsWith(`${name} `)))
  ) {
    first = { key: name, at: Date.now() }
  }
}

function find(name: string): Shortcuts[string] | undefined {
  return layers.findLast(({ current }) => name in current)?.current[name]
}

/**
 * Listens for keys of the whole window. `mod+k` is Ctrl or Cmd; `g t` is one after the other.
 * Plain keys rest while somebody types; those with `mod` work always, but for undo, which a text field has itself.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const layer = useRef(shortcuts)
  layer.current = shortcuts
  useEffect(() => {
    if (!layers.length) window.addEventListener('keydown', onKeyDown)
    layers.push(layer)
    return () => {
      layers.splice(layers.indexOf(layer), 1)
      if (!layers.length) window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}

export function nameOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const parts = []
  if (event.ctrlKey || event.metaKey) parts.push('mod')
  if (event.altKey) parts.push('alt')
  // Shift is part of a sign such as "?" already.
  if (event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))) parts.push('shift')
  return [...parts, key].join('+')
}
