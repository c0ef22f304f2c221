const IS_MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/** `mod` is the key that this system's shortcuts use. */
export function keyName(key: string): string {
  if (key === 'mod') return IS_MAC ? '⌘' : 'Ctrl'
  if (key === 'shift') return IS_MAC ? '⇧' : 'Shift'
  if (key === 'alt') return IS_MAC ? '⌥' : 'Alt'
  return key
}

/** Keys as keycaps: `keys="g t"` is one after the other, `mod+k` is together. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-1">
      {keys.split(/[ +]/).map((key) => (
        <kbd
          key={key}
          className="min-w-5 rounded-md border border-edge bg-page px-1.5 text-center font-sans text-xs leading-5 text-soft"
        >
          {keyName(key)}
        </kbd>
      ))}
    </span>
  )
}
