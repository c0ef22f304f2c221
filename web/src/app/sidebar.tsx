import { useNavigate } from '@tanstack/react-router'
import {
  BookOpenText,
  CalendarDays,
  ChevronsUpDown,
  CircleHelp,
  Filter,
  Folder,
  History,
  Inbox,
  LogOut,
  Plus,
  Search,
  Settings,
  Sparkles,
  Sun,
  Tag,
  Trash2,
} from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Button, IconButton } from '@/components/button'
import { keyName } from '@/components/keys'
import { Logo } from '@/components/logo'
import { Menu, MenuItem, MenuLine } from '@/components/menu'
import { useProposalCount } from '@/features/changes/proposals'
import { signOut } from '@/features/session/session'
import { useSession } from '@/features/session/use-session'
import { useSavedFilters } from '@/features/tasks/filters/saved-filters'
import { useLabels } from '@/features/tasks/labels'
import { countsOf } from '@/features/tasks/list/selections'
import { useProjects } from '@/features/tasks/projects/projects'
import { ReceivedInvitations } from '@/features/tasks/projects/received-invitations'
import { useTasks } from '@/features/tasks/task-cache'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { useStore } from '@/lib/store'
import { toast } from '@/lib/toasts'
import { NavLink } from './nav-link'
import { isAssistantOpen, overlay } from './overlays'

export function Sidebar({ onGo }: { onGo?: () => void }) {
  const { data: tasks } = useTasks()
  const projects = useProjects()
  const labels = useLabels()
  const isOpen = useStore(isAssistantOpen)
  const filters = useSavedFilters()
  const proposals = useProposalCount()
  const inbox = projects.find((one) => one.is_inbox)
  const counts = useMemo(() => countsOf(tasks ?? new Map(), inbox?.id), [tasks, inbox?.id])

  return (
    <div className="flex h-full flex-col">
      <div className="px-3 pt-3">
        <PersonMenu onGo={onGo} />
      </div>
      <div className="flex gap-1.5 px-3 pt-2 pb-3">
        <Button className="h-9 flex-1 justify-start gap-2 px-3" onPress={() => overlay.set('quick-add')}>
          <Plus size={16} aria-hidden className="text-accent" />
          {t('quick.button')}
          <span aria-hidden className="ml-auto text-xs font-normal text-faint">
            Q
          </span>
        </Button>
        <IconButton
          label={t('assistant.open')}
          className="size-9 bg-raised shadow-card"
          aria-pressed={isOpen}
          onPress={() => {
            onGo?.()
            isAssistantOpen.set((shown) => !shown)
          }}
        >
          <Sparkles size={16} aria-hidden className="text-accent" />
        </IconButton>
        <IconButton
          label={t('palette.open', { keys: `${keyName('mod')}+K` })}
          className="size-9 bg-raised shadow-card"
          onPress={() => overlay.set('palette')}
        >
          <Search size={16} aria-hidden />
        </IconButton>
      </div>
      <nav aria-label={t('nav.main')} className="scroll-calm flex-1 px-3 pb-4">
        <NavLink
          to="/inbox"
          icon={<Inbox size={17} />}
          label={t('view.inbox')}
          count={counts.inbox}
          onGo={onGo}
        />
        <NavLink
          to="/today"
          icon={<Sun size={17} />}
          label={t('view.today')}
          count={counts.today}
          onGo={onGo}
        />
        <NavLink to="/upcoming" icon={<CalendarDays size={17} />} label={t('view.upcoming')} onGo={onGo} />
        <Group
          title={t('nav.projects')}
          action={
            <IconButton
              label={t('project.new')}
              className="size-6"
              onPress={() => overlay.set('new-project')}
            >
              <Plus size={15} aria-hidden />
            </IconButton>
          }
        >
          <ReceivedInvitations />
          {projects
            .filter((one) => !one.is_inbox)
            .map((one) => (
              <NavLink
                key={one.id}
                to="/projects/$projectId"
                params={{ projectId: one.id }}
                icon={<Dot color={one.color} />}
                label={one.name}
                count={counts.byProject.get(one.id)}
                onGo={onGo}
              />
            ))}
          {projects.length <= 1 && (
            <button
              type="button"
              onClick={() => overlay.set('new-project')}
              className="flex h-8 w-full items-center gap-2.5 rounded-lg px-2.5 text-[0.875rem] text-faint hover:bg-pressed hover:text-ink"
            >
              <Folder size={16} aria-hidden className="w-5" />
              {t('project.first')}
            </button>
          )}
        </Group>
        {filters.length > 0 && (
          <Group title={t('nav.filters')}>
            {filters.map((one) => (
              <NavLink
                key={one.id}
                to="/filters/$filterId"
                params={{ filterId: one.id }}
                icon={<Filter size={15} />}
                label={one.name}
                onGo={onGo}
              />
            ))}
          </Group>
        )}
        {labels.length > 0 && (
          <Group title={t('nav.labels')}>
            {labels.map((name) => (
              <NavLink
                key={name}
                to="/labels/$label"
                params={{ label: name }}
                icon={<Tag size={15} />}
                label={name}
                count={counts.byLabel.get(name)}
                onGo={onGo}
              />
            ))}
          </Group>
        )}
      </nav>
      <nav aria-label={t('nav.further')} className="border-t px-3 py-2">
        <NavLink to="/library" icon={<BookOpenText size={16} />} label={t('view.library')} onGo={onGo} />
        <NavLink
          to="/history"
          icon={<History size={16} />}
          label={t('view.history')}
          count={proposals}
          onGo={onGo}
        />
        <NavLink to="/trash" icon={<Trash2 size={16} />} label={t('view.trash')} onGo={onGo} />
        <NavLink to="/settings" icon={<Settings size={16} />} label={t('view.settings')} onGo={onGo} />
      </nav>
    </div>
  )
}

export function Dot({ color }: { color: string | null }) {
  return (
    <svg width="10" height="10" aria-hidden role="presentation">
      <circle cx="5" cy="5" r="4.5" fill={color && /^#[0-9a-f]{6}$/i.test(color) ? color : 'var(--p4)'} />
    </svg>
  )
}

function Group({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="mt-5">
      <div className="flex h-7 items-center justify-between pr-1 pl-2.5">
        <h2 className="text-xs font-semibold text-faint">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  )
}

function PersonMenu({ onGo }: { onGo?: () => void }) {
  const person = useSession()
  const navigate = useNavigate()

  async function leave(): Promise<void> {
    try {
      await signOut()
      await navigate({ to: '/sign-in' })
    } catch (error) {
      toast(asProblem(error).message, { tone: 'bad' })
    }
  }

  return (
    <Menu
      label={t('nav.account')}
      placement="bottom start"
      trigger={
        <AriaButton className="flex w-full items-center gap-2.5 rounded-lg p-1.5 text-left outline-none data-[focus-visible]:outline-2 data-[hovered]:bg-pressed">
          <Logo />
          <span className="min-w-0 flex-1 truncate text-[0.9375rem] font-semibold tracking-tight">
            {person?.name ?? 'Tasklore'}
          </span>
          <ChevronsUpDown size={14} aria-hidden className="text-faint" />
        </AriaButton>
      }
    >
      <MenuItem
        icon={<Settings size={15} />}
        onAction={() => {
          onGo?.()
          void navigate({ to: '/settings' })
        }}
        keys="g s"
      >
        {t('view.settings')}
      </MenuItem>
      <MenuItem icon={<CircleHelp size={15} />} onAction={() => overlay.set('shortcuts')} keys="?">
        {t('shortcuts.title')}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<LogOut size={15} />} onAction={() => void leave()}>
        {t('session.signOut')}
      </MenuItem>
    </Menu>
  )
}
