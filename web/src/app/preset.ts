import { useMatches } from '@tanstack/react-router'
import { useProjects } from '@/features/tasks/projects/projects'
import type { Preset } from '@/features/tasks/quick-add/save'
import { today } from '@/lib/dates'
import { t } from '@/lib/i18n/t'

/** What a task that is added from the present view gets when its words do not say otherwise. */
export function usePreset(): Preset {
  const params = useMatches().at(-1)?.params as { projectId?: string; label?: string } | undefined
  const path = useMatches().at(-1)?.pathname
  const projects = useProjects()
  const project = projects.find((one) => one.id === params?.projectId)
  const inboxId = projects.find((one) => one.is_inbox)?.id
  if (project && !project.is_inbox) return { name: project.name, projectId: project.id }
  if (params?.label) return { name: `@${params.label}`, label: params.label, inboxId }
  if (path === '/today') return { name: `${t('view.inbox')} · ${t('day.today')}`, due: today(), inboxId }
  return { name: t('view.inbox'), inboxId }
}
