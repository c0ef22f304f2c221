import { useNavigate } from '@tanstack/react-router'
import { pauseShortcutsWhile, useShortcuts } from '@/lib/shortcuts'
import { redo, undo } from '@/lib/undo'
import { isAssistantOpen, overlay } from './overlays'

pauseShortcutsWhile(() => overlay.get() !== null)

/** Keys that work in every view. */
export function useWindowShortcuts(): void {
  const navigate = useNavigate()
  const go =
    (to: '/inbox' | '/today' | '/upcoming' | '/history' | '/trash' | '/settings' | '/search' | '/library') =>
    () =>
      void navigate({ to })
  useShortcuts({
    q: () => overlay.set('quick-add'),
    'mod+k': () => overlay.set((shown) => (shown === 'palette' ? null : 'palette')),
    '/': go('/search'),
    '?': () => overlay.set('shortcuts'),
    'mod+z': () => void undo(),
    'mod+shift+z': () => void redo(),
    'mod+y': () => void redo(),
    'g i': go('/inbox'),
    'g t': go('/today'),
    'g u': go('/upcoming'),
    'g l': go('/library'),
    'g h': go('/history'),
    a: () => isAssistantOpen.set((shown) => !shown),
    'g x': go('/trash'),
    'g s': go('/settings'),
  })
}
