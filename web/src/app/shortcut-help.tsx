import { Keys } from '@/components/keys'
import { t } from '@/lib/i18n/t'

const GROUPS = [
  {
    title: 'shortcuts.anywhere',
    keys: [
      ['q', 'shortcuts.add'],
      ['mod+K', 'shortcuts.palette'],
      ['/', 'shortcuts.search'],
      ['a', 'shortcuts.assistant'],
      ['mod+Z', 'shortcuts.undo'],
      ['mod+shift+Z', 'shortcuts.redo'],
      ['?', 'shortcuts.help'],
    ],
  },
  {
    title: 'shortcuts.go',
    keys: [
      ['g i', 'view.inbox'],
      ['g t', 'view.today'],
      ['g u', 'view.upcoming'],
      ['g l', 'view.library'],
      ['g h', 'view.history'],
      ['g x', 'view.trash'],
      ['g s', 'view.settings'],
    ],
  },
  {
    title: 'shortcuts.list',
    keys: [
      ['j k', 'shortcuts.step'],
      ['Enter', 'shortcuts.open'],
      ['x', 'shortcuts.complete'],
      ['e', 'shortcuts.rename'],
      ['t', 'shortcuts.today'],
      ['shift+T', 'shortcuts.tomorrow'],
      ['1 4', 'shortcuts.priority'],
      ['alt+↑ ↓', 'shortcuts.move'],
      ['Del', 'shortcuts.delete'],
    ],
  },
] as const

export function ShortcutHelp() {
  return (
    <div className="scroll-calm grid gap-x-10 gap-y-6 p-5 sm:grid-cols-2">
      {GROUPS.map((group) => (
        <section key={group.title}>
          <h3 className="mb-2 text-sm font-semibold">{t(group.title)}</h3>
          <dl className="flex flex-col gap-1.5 text-sm">
            {group.keys.map(([keys, meaning]) => (
              <div key={keys} className="flex items-center justify-between gap-4">
                <dt className="text-soft">{t(meaning)}</dt>
                <dd>
                  <Keys keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
