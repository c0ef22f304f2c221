import { useMemo } from 'react'
import { useTasks } from './task-cache'

/** The labels in use, by name. */
export function useLabels(): readonly string[] {
  const { data: tasks } = useTasks()
  return useMemo(() => {
    const names = new Set<string>()
    for (const task of tasks?.values() ?? []) for (const label of task.labels) names.add(label)
    return [...names].sort((a, b) => a.localeCompare(b))
  }, [tasks])
}
