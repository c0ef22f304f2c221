import { lazy, Suspense } from 'react'
import { Dialog } from '@/components/dialog'
import { Loading } from '@/components/states'
import { NewProject } from '@/features/tasks/projects/new-project'
import { QuickAdd } from '@/features/tasks/quick-add/quick-add'
import { t } from '@/lib/i18n/t'
import { useStore } from '@/lib/store'
import { overlay } from './overlays'
import { Palette } from './palette'
import { usePreset } from './preset'
import { Sidebar } from './sidebar'

const ShortcutHelp = lazy(() =>
  import('./shortcut-help').then(({ ShortcutHelp }) => ({ default: ShortcutHelp })),
)

/** What lies over the view: one at a time. */
export function OverlayLayer() {
  const shown = useStore(overlay)
  const preset = usePreset()
  const close = () => overlay.set(null)
  return (
    <>
      <Dialog
        isOpen={shown === 'quick-add'}
        onClose={close}
        title={t('quick.label')}
        hideTitle
        place="top"
        width="max-w-xl"
      >
        <QuickAdd preset={preset} onDone={close} />
      </Dialog>
      <Dialog isOpen={shown === 'sidebar'} onClose={close} title={t('nav.sidebar')} hideTitle place="left">
        <Sidebar onGo={close} />
      </Dialog>
      <Dialog
        isOpen={shown === 'palette'}
        onClose={close}
        title={t('palette.title')}
        hideTitle
        place="top"
        width="max-w-xl"
      >
        <Palette onDone={close} />
      </Dialog>
      <Dialog isOpen={shown === 'shortcuts'} onClose={close} title={t('shortcuts.title')} width="max-w-2xl">
        <Suspense fallback={<Loading />}>
          <ShortcutHelp />
        </Suspense>
      </Dialog>
      <Dialog isOpen={shown === 'new-project'} onClose={close} title={t('project.new')}>
        <NewProject onDone={close} />
      </Dialog>
    </>
  )
}
