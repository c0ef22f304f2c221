import { useNavigate } from '@tanstack/react-router'
import {
  CalendarDays,
  CircleDashed,
  Folder,
  History,
  Inbox,
  Plus,
  Search,
  Settings,
  Sun,
  Tag,
  Trash2,
  Undo2,
} from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react'
import { classes } from '@/components/classes'
import { Keys } from '@/components/keys'
import { useLabels } from '@/features/tasks/labels'
import { useProjects } from '@/features/tasks/projects/projects'
import { useTasks } from '@/features/tasks/task-cache'
import { t } from '@/lib/i18n/t'
import { undo } from '@/lib/undo'
import { useOpenTask } from './open-task'
import { overlay } from './overlays'

interface Command {
  key: string
  icon: ReactNode
  label: string
  note?: string
  keys?: string
  run: () => void
}

const MOST_TASKS = 8

/** Every place and everything to do, found by typing a few letters. */
export function Palette({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const list = useId()
  const found = useFound(text)
  const current = found[Math.min(active, found.length - 1)]

  function run(command: Command | undefined): void {
    if (!command) return
    onDone()
    command.run()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const next = Math.min(found.length - 1, Math.max(0, active + (event.key === 'ArrowDown' ? 1 : -1)))
      setActive(next)
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      run(current)
    }
  }

  return (
    <>
      <div className="flex items-center gap-3 border-b px-4">
        <Search size={18} aria-hidden className="text-faint" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is this field
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={current ? `${list}-${found.indexOf(current)}` : undefined}
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          className="h-13 flex-1 bg-transparent text-[1.0625rem] focus-visible:outline-none"
        />
      </div>
      <div id={list} role="listbox" aria-label={t('palette.title')} className="scroll-calm max-h-[50vh] p-2">
        {found.map((command, n) => (
          <div
            key={command.key}
            id={`${list}-${n}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === current}
            onMouseMove={() => setActive(n)}
            onClick={() => run(command)}
            onKeyDown={onKeyDown}
            className={classes(
              'flex items-center gap-3 rounded-lg px-3 py-2 text-[0.9375rem]',
              command === current && 'bg-hover',
            )}
          >
            <span className="text-soft">{command.icon}</span>
            <span className="min-w-0 flex-1 truncate">{command.label}</span>
            {command.note && (
              <span className="max-w-40 truncate text-[0.8125rem] text-faint">{command.note}</span>
            )}
            {command.keys && <Keys keys={command.keys} />}
          </div>
        ))}
        {!found.length && <p className="px-3 py-6 text-center text-sm text-faint">{t('palette.nothing')}</p>}
      </div>
    </>
  )
}

function useFound(text: string): Command[] {
  const navigate = useNavigate()
  const projects = useProjects()
  const labels = useLabels()
  const { data: tasks } = useTasks()
  const { open } = useOpenTask()
  return useMemo(() => {
    const wanted = text.trim().toLowerCase()
    const commands: Command[] = [
      {
        key: 'add',
        icon: <Plus size={17} />,
        label: t('quick.button'),
        keys: 'q',
        run: () => overlay.set('quick-add'),
      },
      {
        key: 'inbox',
        icon: <Inbox size={17} />,
        label: t('view.inbox'),
        keys: 'g i',
        run: () => void navigate({ to: '/inbox' }),
      },
      {
        key: 'today',
        icon: <Sun size={17} />,
        label: t('view.today'),
        keys: 'g t',
        run: () => void navigate({ to: '/today' }),
      },
      {
        key: 'upcoming',
        icon: <CalendarDays size={17} />,
        label: t('view.upcoming'),
        keys: 'g u',
        run: () => void navigate({ to: '/upcoming' }),
      },
      {
        key: 'search',
        icon: <Search size={17} />,
        label: t('view.search'),
        keys: '/',
        run: () => void navigate({ to: '/search' }),
      },
      {
        key: 'undo',
        icon: <Undo2 size={17} />,
        label: t('shortcuts.undo'),
        keys: 'mod+Z',
        run: () => void undo(),
      },
      {
        key: 'history',
        icon: <History size={17} />,
        label: t('view.history'),
        keys: 'g h',
        run: () => void navigate({ to: '/history' }),
      },
      {
        key: 'trash',
        icon: <Trash2 size={17} />,
        label: t('view.trash'),
        keys: 'g x',
        run: () => void navigate({ to: '/trash' }),
      },
      {
        key: 'settings',
        icon: <Settings size={17} />,
        label: t('view.settings'),
        keys: 'g s',
        run: () => void navigate({ to: '/settings' }),
      },
      ...projects
        .filter((one) => !one.is_inbox)
        .map((one) => ({
          key: one.id,
          icon: <Folder size={17} />,
          label: one.name,
          note: t('task.project'),
          run: () => void navigate({ to: '/projects/$projectId', params: { projectId: one.id } }),
        })),
      ...labels.map((name) => ({
        key: `label ${name}`,
        icon: <Tag size={17} />,
        label: name,
        note: t('nav.labels'),
        run: () => void navigate({ to: '/labels/$label', params: { label: name } }),
      })),
    ]
    if (!wanted) return commands
    const places = commands.filter((one) => one.label.toLowerCase().includes(wanted))
    const found: Command[] = []
    for (const task of tasks?.values() ?? []) {
      if (found.length >= MOST_TASKS) break
      if (task.completed || !task.title.toLowerCase().includes(wanted)) continue
      found.push({
        key: task.id,
        icon: <CircleDashed size={17} />,
        label: task.title,
        note: projects.find((one) => one.id === task.project_id && !one.is_inbox)?.name,
        run: () => open(task.id),
      })
    }
    return [...places, ...found]
  }, [text, projects, labels, tasks, navigate, open])
}
