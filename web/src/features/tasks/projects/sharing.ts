import { queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas, written } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'

export type Member = Schemas['MemberRead']
export type Invitation = Schemas['InvitationRead']
export type ReceivedInvitation = Schemas['InvitationReceived']
export const ROLES = ['viewer', 'editor', 'admin'] as const
export type Role = (typeof ROLES)[number]

const inProject = (projectId: string) => ({ params: { path: { project_id: projectId } } })

export function membersQuery(projectId: string) {
  return queryOptions({
    queryKey: ['members', projectId],
    queryFn: async () => {
      const [members, invitations] = await Promise.all([
        body(api.GET('/api/v1/projects/{project_id}/members', inProject(projectId))),
        // Only admins see who has been asked.
        body(api.GET('/api/v1/projects/{project_id}/invitations', inProject(projectId))).catch(() => null),
      ])
      return { members: members.items, invitations: invitations?.items ?? [] }
    },
  })
}

export const receivedQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async () => (await body(api.GET('/api/v1/invitations'))).items,
  refetchOnWindowFocus: true,
})

async function act(send: () => Promise<unknown>, said: string, keys: readonly string[]): Promise<boolean> {
  try {
    await send()
    toast(said)
    return true
  } catch (error) {
    toast(asProblem(error).message, { tone: 'bad' })
    return false
  } finally {
    await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
  }
}

export function invite(projectId: string, email: string, role: Role): Promise<boolean> {
  const send = () =>
    written(
      api.POST('/api/v1/projects/{project_id}/members', { ...inProject(projectId), body: { email, role } }),
    )
  return act(send, t('share.invited', { email }), ['members'])
}

export function changeRole(projectId: string, member: Member, role: Role): Promise<boolean> {
  const params = { path: { project_id: projectId, user_id: member.user_id } }
  const send = () =>
    written(api.PATCH('/api/v1/projects/{project_id}/members/{user_id}', { params, body: { role } }))
  return act(send, t('settings.saved'), ['members'])
}

export function removeMember(projectId: string, member: Member): Promise<boolean> {
  const params = { path: { project_id: projectId, user_id: member.user_id } }
  const send = () => written(api.DELETE('/api/v1/projects/{project_id}/members/{user_id}', { params }))
  return act(send, t('share.removed', { name: member.name ?? member.user_id }), [
    'members',
    'projects',
    'tasks',
  ])
}

export function withdraw(invitation: Invitation): Promise<boolean> {
  const params = { path: { project_id: invitation.project_id, invitation_id: invitation.id } }
  const send = () =>
    written(api.DELETE('/api/v1/projects/{project_id}/invitations/{invitation_id}', { params }))
  return act(send, t('share.withdrawn'), ['members'])
}

export function answerInvitation(invitation: ReceivedInvitation, isAccepted: boolean): Promise<boolean> {
  const params = { path: { invitation_id: invitation.id } }
  const send = () =>
    isAccepted
      ? written(api.POST('/api/v1/invitations/{invitation_id}/accept', { params }))
      : written(api.POST('/api/v1/invitations/{invitation_id}/decline', { params }))
  const said = t(isAccepted ? 'share.accepted' : 'share.declined', { name: invitation.project_name })
  return act(send, said, ['invitations', 'projects', 'tasks', 'sections'])
}
