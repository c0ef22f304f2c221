import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, body, type Schemas, type Written, written } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { did } from '@/lib/undo'

export type Project = Schemas['ProjectListed']
export type Section = Schemas['SectionRead']
export type ViewKind = Project['view']

/** Colours that a project can be given, named as clients agree. */
export const PROJECT_COLORS = [
  '#b3453b',
  '#c27a1c',
  '#8a8f2a',
  '#2f8f5b',
  '#2a8c94',
  '#3f6fc4',
  '#7a59c0',
  '#b5508f',
  '#77736b',
] as const

const KEY = ['projects'] as const

export const projectsQuery = queryOptions({
  queryKey: KEY,
  queryFn: async (): Promise<Project[]> => {
    const projects: Project[] = []
    let cursor: string | undefined
    do {
      const page = await body(api.GET('/api/v1/projects', { params: { query: { cursor, limit: 200 } } }))
      projects.push(...page.items)
      cursor = page.next_cursor ?? undefined
    } while (cursor)
    return projects
  },
})

export function useProjects(): readonly Project[] {
  return useQuery(projectsQuery).data ?? []
}

export function sectionsQuery(projectId: string) {
  return queryOptions({
    queryKey: ['sections', projectId],
    queryFn: async (): Promise<Section[]> => {
      const params = { path: { project_id: projectId } }
      return (await body(api.GET('/api/v1/projects/{project_id}/sections', { params }))).items
    },
    enabled: !projectId.startsWith('local-'),
  })
}

export function useSections(projectId: string | null): readonly Section[] {
  const query = useQuery({ ...sectionsQuery(projectId ?? ''), enabled: projectId !== null })
  return query.data ?? []
}

/** Writes, says so with an undo, and reads the affected lists again. */
async function act<T>(
  title: string,
  keys: readonly string[],
  send: () => Promise<Written<T>>,
): Promise<T | undefined> {
  try {
    const { data, changeSet, isQueued } = await send()
    if (isQueued) toast(t('offline.kept', { title }))
    else did(title, changeSet)
    await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    return data
  } catch (error) {
    toast(t('write.refused', { title, reason: asProblem(error).message }), { tone: 'bad' })
    return undefined
  }
}

export function createProject(name: string, color: string | null) {
  return act(t('did.addedProject', { name }), ['projects'], () =>
    written(api.POST('/api/v1/projects', { body: { name, color, view: 'list' } })),
  )
}

export function patchProject(project: Project, patch: Partial<Schemas['ProjectPatch']>) {
  queryClient.setQueryData<Project[]>(KEY, (all) =>
    all?.map((one) => (one.id === project.id ? ({ ...one, ...patch } as Project) : one)),
  )
  return act(t('did.changedProject', { name: patch.name ?? project.name }), ['projects'], () =>
    written(
      api.PATCH('/api/v1/projects/{project_id}', {
        params: { path: { project_id: project.id } },
        body: patch as Schemas['ProjectPatch'],
      }),
    ),
  )
}

export function deleteProject(project: Project) {
  return act(t('did.deletedProject', { name: project.name }), ['projects', 'tasks'], () =>
    written(api.DELETE('/api/v1/projects/{project_id}', { params: { path: { project_id: project.id } } })),
  )
}

export function createSection(projectId: string, name: string) {
  return act(t('did.addedSection', { name }), ['sections'], () =>
    written(
      api.POST('/api/v1/projects/{project_id}/sections', {
        params: { path: { project_id: projectId } },
        body: { name },
      }),
    ),
  )
}

const sectionPath = (section: Section) => ({
  params: { path: { project_id: section.project_id, section_id: section.id } },
})

export function renameSection(section: Section, name: string) {
  return act(t('did.renamed', { title: name }), ['sections'], () =>
    written(
      api.PATCH('/api/v1/projects/{project_id}/sections/{section_id}', {
        ...sectionPath(section),
        body: { name } as Schemas['SectionPatch'],
      }),
    ),
  )
}

export function deleteSection(section: Section) {
  return act(t('did.deletedSection', { name: section.name }), ['sections', 'tasks'], () =>
    written(api.DELETE('/api/v1/projects/{project_id}/sections/{section_id}', sectionPath(section))),
  )
}
