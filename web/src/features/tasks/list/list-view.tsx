import type { ReactNode } from 'react'
import { Failed, Loading } from '@/components/states'
import { useTasks } from '../task-cache'
import { type TaskGroup, TaskList } from './task-list'

interface ListViewProps {
  label: string
  groups: readonly TaskGroup[]
  openId: string | null
  onOpen: (id: string) => void
  empty: ReactNode
  isOrdered?: boolean
  /** Headings without tasks are worth showing too. */
  keepsEmptyGroups?: boolean
}

/** A list in each of its states: being read, failed, empty, filled. */
export function ListView({
  label,
  groups,
  openId,
  onOpen,
  empty,
  isOrdered,
  keepsEmptyGroups,
}: ListViewProps) {
  const { data, isPending, error, refetch } = useTasks()
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />
  if (isPending) return <Loading />
  const isEmpty = groups.every((group) => group.tasks.length === 0)
  if (isEmpty && (!keepsEmptyGroups || groups.every((group) => group.title === null))) return empty
  return <TaskList label={label} groups={groups} openId={openId} onOpen={onOpen} isOrdered={isOrdered} />
}
