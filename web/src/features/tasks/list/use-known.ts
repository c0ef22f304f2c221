import { useMemo } from 'react'
import { useLingering } from '../lingering'
import { useProjects } from '../projects/projects'
import { useTasks } from '../task-cache'
import type { Known } from './selections'

const NONE: Known['tasks'] = new Map()

/** What selections are made from. It stays the same object until any of it changes. */
export function useKnown(): Known {
  const { data: tasks = NONE } = useTasks()
  const projects = useProjects()
  const lingering = useLingering()
  return useMemo(() => ({ tasks, projects, lingering }), [tasks, projects, lingering])
}
