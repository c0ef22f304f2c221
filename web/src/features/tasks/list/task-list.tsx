import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { classes } from '@/components/classes'
import { useScrollElement } from '@/components/view'
import { addDays, today } from '@/lib/dates'
import { t } from '@/lib/i18n/t'
import { useShortcuts } from '@/lib/shortcuts'
import { byPosition, type Task } from '../task'
import { deleteTask, patchTask, toggleTask } from '../task-actions'
import { prioritise, reschedule } from './task-menu'
import { type RowShow, TaskRow } from './task-row'

export interface TaskGroup {
  key: string
  title: string | null
  note?: string
  tone?: 'plain' | 'late'
  tasks: readonly ListedTask[]
}

export interface ListedTask {
  task: Task
  show: RowShow
}

type Line =
  | { kind: 'heading'; key: string; group: TaskGroup }
  | { kind: 'row'; key: string; listed: ListedTask; group: TaskGroup }

interface TaskListProps {
  label: string
  groups: readonly TaskGroup[]
  openId: string | null
  onOpen: (id: string) => void
  /** Whether Alt+Up and Alt+Down change the order. */
  isOrdered?: boolean
}

const ROW_PX = 40
const HEADING_PX = 52

/** Tasks under headings. Only what is in sight is drawn, so that five thousand scroll like fifty. */
export function TaskList({ label, groups, openId, onOpen, isOrdered }: TaskListProps) {
  const lines = useMemo(() => linesOf(groups), [groups])
  const scroll = useScrollElement()
  const list = useRef<HTMLUListElement>(null)
  const [offset, setOffset] = useState(0)
  const [editingId, setEditingId] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)

  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), [])

  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll?.current ?? null,
    estimateSize: (n) => (lines[n]?.kind === 'heading' ? HEADING_PX : ROW_PX),
    getItemKey: (n) => lines[n]?.key ?? n,
    overscan: 8,
    useFlushSync: false,
    scrollMargin: offset,
  })

  const latestOpen = useRef(onOpen)
  latestOpen.current = onOpen
  const openLatest = useCallback((id: string) => latestOpen.current(id), [])
  const onEdit = useCallback((id: string, isEditing: boolean) => {
    setEditingId(isEditing ? id : null)
    if (!isEditing) wanted.current = id
  }, [])

  function focusLine(n: number): void {
    const line = lines[n]
    if (line?.kind !== 'row') return
    wanted.current = line.key
    virtual.scrollToIndex(n, { align: 'auto' })
    focusWanted()
  }

  function focusWanted(): void {
    const row = wanted.current && list.current?.querySelector<HTMLElement>(`[data-task="${wanted.current}"]`)
    if (!row) return
    row.querySelector<HTMLElement>('[data-title]')?.focus({ preventScroll: true })
    wanted.current = null
  }

  // A row that had to be scrolled to is drawn a moment later.
  useEffect(focusWanted)

  /** The line that keys apply to: the one with the focus, else the one that is open. */
  function activeLine(): number {
    const row = document.activeElement?.closest<HTMLElement>('[data-task]')
    const id = row && list.current?.contains(row) ? row.dataset.task : openId
    return lines.findIndex((line) => line.key === id)
  }

  function step(by: 1 | -1): void {
    const from = activeLine()
    let n = from < 0 ? (by > 0 ? -1 : lines.length) : from
    do n += by
    while (lines[n]?.kind === 'heading')
    if (lines[n]) focusLine(n)
  }

  function active(): Task | null {
    const line = lines[activeLine()]
    return line?.kind === 'row' ? line.listed.task : null
  }

  function withActive(act: (task: Task) => void): () => void {
    return () => {
      const task = active()
      if (task) act(task)
    }
  }

  /** Acts on the active row, which then leaves the list: the next one gets the focus. */
  function andGoOn(act: (task: Task) => void): () => void {
    return () => {
      const n = activeLine()
      const task = active()
      if (!task) return
      const next =
        lines.slice(n + 1).find((l) => l.kind === 'row') ??
        lines.slice(0, n).findLast((l) => l.kind === 'row')
      act(task)
      if (next) focusLine(lines.indexOf(next))
    }
  }

  function move(id: string | undefined, by: 1 | -1): void {
    const line = lines.find((one) => one.key === id)
    if (!isOrdered || line?.kind !== 'row') return
    const position = positionBeyond(line.listed.task, by, line.group.tasks)
    if (position === null) return
    void patchTask(line.listed.task, { position }, t('did.moved', { title: line.listed.task.title }))
    wanted.current = line.key
  }

  const latestMove = useRef(move)
  latestMove.current = move
  const moveLatest = useCallback((id: string, by: 1 | -1) => latestMove.current(id, by), [])

  const next = () => step(1)
  const previous = () => step(-1)

  useShortcuts({
    j: next,
    ArrowDown: next,
    k: previous,
    ArrowUp: previous,
    x: withActive((task) => void toggleTask(task)),
    e: withActive((task) => setEditingId(task.id)),
    t: withActive((task) => reschedule(task, today())),
    'shift+t': withActive((task) => reschedule(task, addDays(today(), 1))),
    1: withActive((task) => prioritise(task, 1)),
    2: withActive((task) => prioritise(task, 2)),
    3: withActive((task) => prioritise(task, 3)),
    4: withActive((task) => prioritise(task, 4)),
    Delete: andGoOn((task) => void deleteTask(task)),
    Backspace: andGoOn((task) => void deleteTask(task)),
    'alt+ArrowUp': () => move(active()?.id, -1),
    'alt+ArrowDown': () => move(active()?.id, 1),
  })

  return (
    <ul ref={list} aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const line = lines[item.index]
        if (!line) return null
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            aria-setsize={line.kind === 'row' ? lines.length : undefined}
            aria-posinset={line.kind === 'row' ? item.index + 1 : undefined}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start - offset}px)` }}
          >
            {line.kind === 'heading' ? (
              <GroupHeading group={line.group} />
            ) : (
              <TaskRow
                task={line.listed.task}
                show={line.listed.show}
                isOpen={line.key === openId}
                isEditing={line.key === editingId}
                onEdit={onEdit}
                onOpen={openLatest}
                onMove={isOrdered ? moveLatest : undefined}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}

function GroupHeading({ group }: { group: TaskGroup }) {
  return (
    <h2
      className={classes(
        'flex items-baseline gap-2 px-2 pt-5 pb-1.5 text-[0.875rem] font-semibold first-letter:uppercase',
        group.tasks.length > 0 ? 'border-b' : 'text-faint',
      )}
    >
      <span className={classes('first-letter:uppercase', group.tone === 'late' && 'text-danger')}>
        {group.title}
      </span>
      {group.note && <span className="text-[0.8125rem] font-normal text-faint">{group.note}</span>}
      {group.tasks.length > 0 && (
        <span className="tabular text-[0.8125rem] font-normal text-faint">{group.tasks.length}</span>
      )}
    </h2>
  )
}

function linesOf(groups: readonly TaskGroup[]): Line[] {
  return groups.flatMap((group): Line[] => [
    ...(group.title === null ? [] : [{ kind: 'heading' as const, key: `heading ${group.key}`, group }]),
    ...group.tasks.map((listed) => ({ kind: 'row' as const, key: listed.task.id, listed, group })),
  ])
}

/** A position between the neighbours that the task is to stand between, or null at the end of the list. */
export function positionBeyond(task: Task, by: 1 | -1, listed: readonly ListedTask[]): number | null {
  const siblings = listed
    .map((one) => one.task)
    .filter((one) => one.parent_id === task.parent_id)
    .sort(byPosition)
  const at = siblings.findIndex((one) => one.id === task.id)
  const neighbour = siblings[at + by]
  if (!neighbour) return null
  const beyond = siblings[at + 2 * by]
  return beyond ? (neighbour.position + beyond.position) / 2 : neighbour.position + by
}
