import { createStore } from '@/lib/store'

/** What lies over the view: one at a time. */
export type Overlay = 'quick-add' | 'palette' | 'shortcuts' | 'sidebar' | 'new-project' | null

/** Whether the assistant stands beside the view. */
export const isAssistantOpen = createStore(false)

export const overlay = createStore<Overlay>(null)
