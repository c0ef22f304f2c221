import { Outlet } from '@tanstack/react-router'
import { Menu as MenuIcon, Plus, Search, Sun } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { loadMenus } from '@/components/menu'
import { Loading } from '@/components/states'
import { ToastRegion } from '@/components/toast-region'
import { ThingNames } from '@/features/changes/thing-names'
import { projectsQuery } from '@/features/tasks/projects/projects'
import { followArrivals } from '@/features/tasks/task-actions'
import { cachedTask } from '@/features/tasks/task-cache'
import { t } from '@/lib/i18n/t'
import { useNarrow } from '@/lib/narrow'
import { usePreferences } from '@/lib/preferences'
import { queryClient } from '@/lib/query-client'
import { useStore } from '@/lib/store'
import { followLive } from './live-updates'
import { TabLink } from './nav-link'
import { OfflineNote } from './offline-note'
import { useOpenTask } from './open-task'
import { isAssistantOpen, overlay } from './overlays'
import { Sidebar } from './sidebar'
import { useWindowShortcuts } from './window-shortcuts'

const TaskPanel = lazy(() =>
  import('@/features/tasks/detail/task-panel').then(({ TaskPanel }) => ({ default: TaskPanel })),
)
const loadOverlays = () => import('./overlay-layer')
const OverlayLayer = lazy(() => loadOverlays().then(({ OverlayLayer }) => ({ default: OverlayLayer })))
const Sheet = lazy(() => import('./sheet').then(({ Sheet }) => ({ default: Sheet })))
const AssistantSide = lazy(() =>
  import('./assistant-side').then(({ AssistantSide }) => ({ default: AssistantSide })),
)

function nameThing(id: string): string | null {
  const project = queryClient.getQueryData(projectsQuery.queryKey)?.find((one) => one.id === id)
  return cachedTask(id)?.title ?? project?.name ?? null
}

/** The frame around every view: the sidebar, the view, and the panel of the task that is open. */
export function Shell() {
  const isNarrow = useNarrow()
  usePreferences()
  useWindowShortcuts()
  useEffect(followLive, [])
  useEffect(followArrivals, [])
  return (
    <ThingNames value={nameThing}>
      <div className="flex h-full">
        <a
          href="#view"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-raised focus:px-4 focus:py-2 focus:shadow-float"
        >
          {t('skip')}
        </a>
        {!isNarrow && (
          <aside className="w-66 shrink-0 border-r bg-side" aria-label={t('nav.sidebar')}>
            <Sidebar />
          </aside>
        )}
        <div className="flex min-w-0 flex-1 flex-col">
          <OfflineNote />
          <main id="view" tabIndex={-1} className="min-h-0 flex-1 outline-none">
            <Suspense
              fallback={
                <div className="mx-auto max-w-[52rem] px-8 pt-24">
                  <Loading />
                </div>
              }
            >
              <Outlet />
            </Suspense>
          </main>
          {isNarrow && <TabBar />}
        </div>
        <OpenTask isNarrow={isNarrow} />
        <Assistant isNarrow={isNarrow} />
        <Overlays />
        <ToastRegion />
      </div>
    </ThingNames>
  )
}

function OpenTask({ isNarrow }: { isNarrow: boolean }) {
  const { openId, open, close } = useOpenTask()
  useEffect(() => {
    if (!openId || isNarrow) return
    function onKeyDown(event: KeyboardEvent): void {
      const target = event.target as HTMLElement
      if (event.key !== 'Escape' || event.defaultPrevented || target.closest('[role="dialog"],[role="menu"]'))
        return
      close()
      document.querySelector<HTMLElement>(`[data-task="${openId}"] [data-title]`)?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })
  if (!openId) return null
  const panel = (
    <Suspense
      fallback={
        <div className="p-6">
          <Loading rows={4} />
        </div>
      }
    >
      <TaskPanel id={openId} onClose={close} onOpen={open} />
    </Suspense>
  )
  if (isNarrow) {
    return (
      <Suspense fallback={null}>
        <Sheet title={t('task.one')} onClose={close}>
          {panel}
        </Sheet>
      </Suspense>
    )
  }
  return (
    <aside
      aria-label={t('task.one')}
      className="w-[27rem] max-w-[45vw] shrink-0 border-l bg-page animate-slide-in"
    >
      {panel}
    </aside>
  )
}

function Assistant({ isNarrow }: { isNarrow: boolean }) {
  const isOpen = useStore(isAssistantOpen)
  if (!isOpen) return null
  const close = () => isAssistantOpen.set(false)
  const panel = (
    <Suspense
      fallback={
        <div className="p-6">
          <Loading rows={3} />
        </div>
      }
    >
      <AssistantSide onClose={close} />
    </Suspense>
  )
  if (isNarrow) {
    return (
      <Suspense fallback={null}>
        <Sheet title={t('assistant.title')} onClose={close}>
          {panel}
        </Sheet>
      </Suspense>
    )
  }
  return (
    <aside
      aria-label={t('assistant.title')}
      className="w-[25rem] max-w-[40vw] shrink-0 border-l bg-page animate-slide-in"
    >
      {panel}
    </aside>
  )
}

/** Nobody should wait for what lies over the view: it comes as soon as there is nothing better to do. */
function Overlays() {
  const shown = useStore(overlay)
  const [isIdle, setIsIdle] = useState(false)
  useEffect(() => {
    const later = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 300))
    later(() => {
      setIsIdle(true)
      void loadMenus()
    })
  }, [])
  if (!isIdle && !shown) return null
  return (
    <Suspense fallback={null}>
      <OverlayLayer />
    </Suspense>
  )
}

/** What a thumb reaches on a phone. */
function TabBar() {
  const button = 'flex flex-1 flex-col items-center gap-0.5 pt-2 pb-1.5 text-[0.6875rem] text-soft'
  return (
    <nav
      aria-label={t('nav.main')}
      className="flex items-stretch border-t bg-side pb-[env(safe-area-inset-bottom)]"
    >
      <TabLink to="/today" icon={<Sun size={21} aria-hidden />} label={t('view.today')} />
      <TabLink to="/inbox" icon="inbox" label={t('view.inbox')} />
      <button type="button" className={button} onClick={() => overlay.set('quick-add')}>
        <span className="-mt-0.5 flex size-7 items-center justify-center rounded-full bg-accent text-on-accent">
          <Plus size={18} aria-hidden />
        </span>
        {t('quick.tab')}
      </button>
      <TabLink to="/search" icon={<Search size={21} aria-hidden />} label={t('view.search')} />
      <button type="button" className={button} onClick={() => overlay.set('sidebar')}>
        <MenuIcon size={21} aria-hidden />
        {t('nav.more')}
      </button>
    </nav>
  )
}
