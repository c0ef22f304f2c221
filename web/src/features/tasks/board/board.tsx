import { ArrowLeftRight, CalendarDays, MoreHorizontal, Pencil, Plus, Repeat, Tag, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import {
  Button as AriaButton,
  GridList,
  GridListItem,
  isTextDropItem,
  useDragAndDrop,
} from 'react-aria-components'
import { Button, IconButton } from '@/components/button'
import { Check } from '@/components/check'
import { classes } from '@/components/classes'
import { Dialog } from '@/components/dialog'
import { Menu, MenuItem, MenuLine } from '@/components/menu'
import { dayInWords, timeInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import type { ListedTask, TaskGroup } from '../list/task-list'
import { deleteSection, type Project, renameSection, type Section } from '../projects/projects'
import { SectionForm } from '../projects/section-form'
import { byPosition, dueDay, isOverdue, localMoment, type Task } from '../task'
import { createTask, patchTask, toggleTask } from '../task-actions'

interface BoardProps {
  project: Project
  sections: readonly Section[]
  /** The first is what is in no section. */
  groups: readonly TaskGroup[]
  openId: string | null
  onOpen: (id: string) => void
  onAddSection: () => void
}

const TASK = 'application/x-tasklore-task'

/** Sections as columns. A card goes to another by dragging, with the keyboard (Enter on its handle), or by its menu. */
export function Board({ project, sections, groups, openId, onOpen, onAddSection }: BoardProps) {
  const columns = groups.filter((group, n) => n > 0 || group.tasks.length > 0 || sections.length === 0)
  const places = columns.map((group) => ({
    id: group.key === 'loose' ? null : group.key,
    name: group.title ?? t('section.none'),
  }))
  return (
    <section
      aria-label={t('project.view.board')}
      className="-mx-4 flex flex-1 items-start gap-3 overflow-x-auto px-5 pb-4 sm:-mx-8 sm:px-9"
    >
      {columns.map((group, n) => (
        <Column
          key={group.key}
          project={project}
          section={sections.find((one) => one.id === group.key) ?? null}
          name={places[n]?.name ?? ''}
          tasks={group.tasks}
          places={places}
          openId={openId}
          onOpen={onOpen}
        />
      ))}
      <Button look="quiet" onPress={onAddSection} className="shrink-0">
        <Plus size={16} aria-hidden />
        {t('section.new')}
      </Button>
    </section>
  )
}

interface Place {
  id: string | null
  name: string
}

interface ColumnProps {
  project: Project
  section: Section | null
  name: string
  tasks: readonly ListedTask[]
  places: readonly Place[]
  openId: string | null
  onOpen: (id: string) => void
}

function Column({ project, section, name, tasks, places, openId, onOpen }: ColumnProps) {
  // Sub-tasks stay with their parent's card.
  const cards = tasks.filter((one) => !one.show.depth).map((one) => one.task)

  function put(id: string, before: Task | undefined, after: Task | undefined): void {
    const position =
      before && after
        ? (before.position + after.position) / 2
        : after
          ? after.position - 1
          : (before?.position ?? 0) + 1
    void moveTo(id, section?.id ?? null, name, position)
  }

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) =>
      [...keys].map((key) => ({
        [TASK]: String(key),
        'text/plain': cards.find((one) => one.id === key)?.title ?? '',
      })),
    acceptedDragTypes: [TASK],
    getDropOperation: () => 'move',
    async onInsert({ items, target }) {
      const [id] = await idsOf(items)
      const at = cards.findIndex((one) => one.id === target.key) + (target.dropPosition === 'after' ? 1 : 0)
      if (id) put(id, cards[at - 1], cards[at])
    },
    async onRootDrop({ items }) {
      const [id] = await idsOf(items)
      if (id) put(id, cards.toSorted(byPosition).at(-1), undefined)
    },
    onReorder({ keys, target }) {
      const [id] = [...keys].map(String)
      const rest = cards.filter((one) => one.id !== id)
      const at = rest.findIndex((one) => one.id === target.key) + (target.dropPosition === 'after' ? 1 : 0)
      if (id) put(id, rest[at - 1], rest[at])
    },
  })

  return (
    <section aria-label={name} className="flex max-h-full w-68 shrink-0 flex-col rounded-2xl bg-side p-2">
      <header className="flex h-8 items-center gap-2 px-2">
        <h2 className="min-w-0 truncate text-sm font-semibold">{name}</h2>
        <span className="tabular text-[0.8125rem] text-faint">{cards.length}</span>
        <span className="flex-1" />
        {section && <SectionMenu section={section} />}
      </header>
      <GridList
        aria-label={name}
        items={cards}
        dependencies={[openId, places]}
        dragAndDropHooks={dragAndDropHooks}
        renderEmptyState={() => (
          <p className="px-2 py-6 text-center text-[0.8125rem] text-faint">{t('board.empty')}</p>
        )}
        onAction={(key) => onOpen(String(key))}
        className="flex min-h-16 flex-col gap-2 rounded-xl p-0.5 outline-none data-[drop-target]:bg-tint"
      >
        {(task) => (
          <GridListItem
            key={task.id}
            id={task.id}
            textValue={task.title}
            className="rounded-xl bg-raised p-3 shadow-card outline-none data-[dragging]:opacity-50 data-[focus-visible]:outline-2"
          >
            <Card task={task} places={places} isOpen={task.id === openId} />
          </GridListItem>
        )}
      </GridList>
      <NewCard project={project} section={section} name={name} />
    </section>
  )
}

async function idsOf(items: readonly Parameters<typeof isTextDropItem>[0][]): Promise<string[]> {
  return Promise.all(items.filter(isTextDropItem).map((item) => item.getText(TASK)))
}

async function moveTo(id: string, sectionId: string | null, name: string, position?: number): Promise<void> {
  const { cachedTask } = await import('../task-cache')
  const task = cachedTask(id)
  if (!task) return
  const patch = { section_id: sectionId, ...(position === undefined ? {} : { position }) }
  await patchTask(task, patch, t('did.movedTo', { title: task.title, name }))
}

function Card({ task, places, isOpen }: { task: Task; places: readonly Place[]; isOpen: boolean }) {
  return (
    <div className="flex items-start gap-2.5">
      <span className="flex h-5 items-center">
        <Check
          label={t(task.completed ? 'task.reopen' : 'task.complete', { title: task.title })}
          isDone={task.completed}
          priority={task.priority}
          onToggle={() => void toggleTask(task)}
        />
      </span>
      <div className="min-w-0 flex-1">
        <p
          className={classes(
            'text-sm leading-5 [overflow-wrap:anywhere]',
            isOpen && 'font-medium text-accent',
          )}
        >
          {task.title}
        </p>
        <CardFacts task={task} />
      </div>
      <span className="-my-1 -mr-1.5 flex flex-col">
        <Menu
          label={t('board.card', { title: task.title })}
          trigger={
            <IconButton label={t('board.card', { title: task.title })} className="size-6">
              <ArrowLeftRight size={13} aria-hidden />
            </IconButton>
          }
        >
          {places
            .filter((place) => place.id !== task.section_id)
            .map((place) => (
              <MenuItem key={place.id ?? 'none'} onAction={() => void moveTo(task.id, place.id, place.name)}>
                {t('board.move', { name: place.name })}
              </MenuItem>
            ))}
        </Menu>
        <AriaButton
          slot="drag"
          className="sr-only focus:not-sr-only focus:size-6 focus:rounded-md focus:text-xs"
        >
          ⠿
        </AriaButton>
      </span>
    </div>
  )
}

function CardFacts({ task }: { task: Task }): ReactNode {
  const day = dueDay(task)
  if (!day && !task.labels.length && !task.recurrence) return null
  const time = task.due && localMoment(task.due).time
  return (
    <p className="mt-1.5 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-faint">
      {day && (
        <span className={classes('tabular inline-flex items-center gap-1', isOverdue(task) && 'text-danger')}>
          <CalendarDays size={12} aria-hidden />
          {dayInWords(day)} {time && timeInWords(time)}
        </span>
      )}
      {task.recurrence && <Repeat size={12} aria-label={t('task.repeats')} />}
      {task.labels.map((label) => (
        <span key={label} className="inline-flex items-center gap-1">
          <Tag size={11} aria-hidden />
          {label}
        </span>
      ))}
    </p>
  )
}

function SectionMenu({ section }: { section: Section }) {
  const [isRenaming, setIsRenaming] = useState(false)
  const label = t('section.actions', { name: section.name })
  const close = () => setIsRenaming(false)
  return (
    <>
      <Menu
        label={label}
        trigger={
          <IconButton label={label} className="size-7">
            <MoreHorizontal size={16} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil size={15} />} onAction={() => setIsRenaming(true)}>
          {t('section.rename')}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<Trash2 size={15} />} isDanger onAction={() => void deleteSection(section)}>
          {t('section.delete')}
        </MenuItem>
      </Menu>
      <Dialog isOpen={isRenaming} onClose={close} title={t('section.rename')}>
        <SectionForm
          name={section.name}
          action={t('save')}
          onDone={close}
          onSave={(name) => void renameSection(section, name)}
        />
      </Dialog>
    </>
  )
}

function NewCard({ project, section, name }: { project: Project; section: Section | null; name: string }) {
  const [title, setTitle] = useState<string | null>(null)

  function add(): void {
    const trimmed = title?.trim()
    if (!trimmed) {
      setTitle(null)
      return
    }
    void createTask({ title: trimmed, project_id: project.id, section_id: section?.id ?? null } as Parameters<
      typeof createTask
    >[0])
    setTitle('')
  }

  if (title === null) {
    return (
      <Button look="quiet" className="mt-1.5 h-8 justify-start px-2" onPress={() => setTitle('')}>
        <Plus size={15} aria-hidden />
        {t('quick.button')}
      </Button>
    )
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it appears because somebody asked to add a card
      autoFocus
      aria-label={t('board.add', { name })}
      value={title}
      onChange={(event) => setTitle(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') add()
        if (event.key === 'Escape') setTitle(null)
      }}
      onBlur={() => (title.trim() ? add() : setTitle(null))}
      className="mt-2 rounded-xl border border-edge bg-raised px-3 py-2 text-sm focus:border-accent focus-visible:outline-none"
    />
  )
}
