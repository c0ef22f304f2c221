import { createStore } from '@/lib/store'

/** What lies over the view: one at a time. */
export type Overlay = 'quick-add' | 'palette' | 'shortcuts' | 'sidebar' | 'new-project' | null

export const overlay = createStore<Overlay>(null)
