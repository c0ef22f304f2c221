import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import {
  CalendarRange,
  Columns3,
  List,
  MoreHorizontal,
  Pencil,
  Plus,
  Rows3,
  Trash2,
  Users,
} from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { AddTask } from '@/app/add-task'
import { useOpenTask } from '@/app/open-task'
import { overlay } from '@/app/overlays'
import { Dot } from '@/app/sidebar'
import { Button, IconButton } from '@/components/button'
import { classes } from '@/components/classes'
import { Dialog } from '@/components/dialog'
import { Menu, MenuItem, MenuLine } from '@/components/menu'
import { Empty, Loading } from '@/components/states'
import { View } from '@/components/view'
import { Completed } from '@/features/tasks/list/completed'
import { ListView } from '@/features/tasks/list/list-view'
import { projectGroups } from '@/features/tasks/list/selections'
import { useKnown } from '@/features/tasks/list/use-known'
import { EditProject } from '@/features/tasks/projects/edit-project'
import {
  createSection,
  deleteProject,
  type Project,
  patchProject,
  useSections,
  type ViewKind,
} from '@/features/tasks/projects/projects'
import { SectionForm } from '@/features/tasks/projects/section-form'
import { ShareProject } from '@/features/tasks/projects/share-project'
import { t } from '@/lib/i18n/t'
import { NotFound } from './not-found'

const Board = lazy(() => import('@/features/tasks/board/board').then(({ Board }) => ({ default: Board })))
const Calendar = lazy(() =>
  import('@/features/tasks/calendar/calendar').then(({ Calendar }) => ({ default: Calendar })),
)

export function ProjectRoute() {
  const { projectId } = useParams({ from: '/app/projects/$projectId' })
  const known = useKnown()
  const project = known.projects.find((one) => one.id === projectId)
  if (!project) return known.projects.length ? <NotFound /> : <Loading />
  return <ProjectView key={project.id} project={project} />
}

function ProjectView({ project }: { project: Project }) {
  const { view } = useSearch({ from: '/app/projects/$projectId' })
  const shown = view ?? project.view
  const [dialog, setDialog] = useState<'edit' | 'section' | 'share' | null>(null)
  const close = () => setDialog(null)
  return (
    <View
      title={project.name}
      icon={<Dot color={project.color} />}
      width={shown === 'list' ? 'text' : 'wide'}
      actions={
        <>
          <ViewSwitch project={project} shown={shown} />
          <ProjectMenu
            project={project}
            onEdit={() => setDialog('edit')}
            onAddSection={() => setDialog('section')}
            onShare={() => setDialog('share')}
          />
        </>
      }
    >
      <Suspense fallback={<Loading />}>
        {shown === 'list' && <ProjectList project={project} />}
        {shown === 'board' && <ProjectBoard project={project} onAddSection={() => setDialog('section')} />}
        {shown === 'calendar' && <ProjectCalendar project={project} />}
      </Suspense>
      <Dialog isOpen={dialog === 'edit'} onClose={close} title={t('project.edit')}>
        <EditProject project={project} onDone={close} />
      </Dialog>
      <Dialog isOpen={dialog === 'share'} onClose={close} title={t('share.title')} width="max-w-lg">
        <ShareProject project={project} />
      </Dialog>
      <Dialog isOpen={dialog === 'section'} onClose={close} title={t('section.new')}>
        <SectionForm
          action={t('section.create')}
          onDone={close}
          onSave={(name) => void createSection(project.id, name)}
        />
      </Dialog>
    </View>
  )
}

function ProjectList({ project }: { project: Project }) {
  const known = useKnown()
  const sections = useSections(project.id)
  const { openId, open } = useOpenTask()
  const groups = useMemo(() => projectGroups(known, project.id, sections), [known, project.id, sections])
  return (
    <>
      <ListView
        label={project.name}
        groups={groups}
        openId={openId}
        onOpen={open}
        isOrdered
        keepsEmptyGroups
        empty={
          <Empty
            icon={<List size={26} aria-hidden />}
            title={t('empty.project')}
            text={t('empty.projectText')}
            action={
              <Button look="primary" onPress={() => overlay.set('quick-add')}>
                <Plus size={16} aria-hidden />
                {t('quick.button')}
              </Button>
            }
          />
        }
      />
      <AddTask groups={groups} />
      <Completed projectId={project.id} openId={openId} onOpen={open} />
    </>
  )
}

function ProjectBoard({ project, onAddSection }: { project: Project; onAddSection: () => void }) {
  const known = useKnown()
  const sections = useSections(project.id)
  const { openId, open } = useOpenTask()
  return (
    <Board
      project={project}
      sections={sections}
      groups={projectGroups(known, project.id, sections)}
      openId={openId}
      onOpen={open}
      onAddSection={onAddSection}
    />
  )
}

function ProjectCalendar({ project }: { project: Project }) {
  const known = useKnown()
  const { open } = useOpenTask()
  const tasks = useMemo(
    () => [...known.tasks.values()].filter((task) => task.project_id === project.id && !task.completed),
    [known.tasks, project.id],
  )
  return <Calendar tasks={tasks} onOpen={open} />
}

const VIEWS: readonly [ViewKind, typeof List][] = [
  ['list', Rows3],
  ['board', Columns3],
  ['calendar', CalendarRange],
]

function ViewSwitch({ project, shown }: { project: Project; shown: ViewKind }) {
  const navigate = useNavigate()

  /** The address changes at once; the project remembers it for next time. */
  function choose(view: ViewKind): void {
    void navigate({ to: '.', search: (kept) => ({ ...kept, view }), replace: true })
    if (view !== project.view) void patchProject(project, { view })
  }

  return (
    <fieldset aria-label={t('project.view')} className="flex rounded-lg bg-hover p-0.5">
      {VIEWS.map(([view, Icon]) => (
        <button
          key={view}
          type="button"
          aria-pressed={shown === view}
          aria-label={t(`project.view.${view}`)}
          title={t(`project.view.${view}`)}
          onClick={() => choose(view)}
          className={classes(
            'flex h-7 w-8 items-center justify-center rounded-md transition-colors',
            shown === view ? 'bg-raised text-ink shadow-card' : 'text-faint hover:text-ink',
          )}
        >
          <Icon size={16} aria-hidden />
        </button>
      ))}
    </fieldset>
  )
}

interface ProjectMenuProps {
  project: Project
  onEdit: () => void
  onAddSection: () => void
  onShare: () => void
}

function ProjectMenu({ project, onEdit, onAddSection, onShare }: ProjectMenuProps) {
  const navigate = useNavigate()
  return (
    <Menu
      label={t('project.actions')}
      trigger={
        <IconButton label={t('project.actions')}>
          <MoreHorizontal size={18} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<Pencil size={15} />} onAction={onEdit}>
        {t('project.edit')}
      </MenuItem>
      <MenuItem icon={<Users size={15} />} onAction={onShare}>
        {t('share.title')}
      </MenuItem>
      <MenuItem icon={<Plus size={15} />} onAction={onAddSection}>
        {t('section.new')}
      </MenuItem>
      <MenuLine />
      <MenuItem
        icon={<Trash2 size={15} />}
        isDanger
        onAction={() => {
          void navigate({ to: '/inbox' })
          void deleteProject(project)
        }}
      >
        {t('project.delete')}
      </MenuItem>
    </Menu>
  )
}
