import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Choice, Field } from '@/components/field'
import { Failed, Loading } from '@/components/states'
import { t } from '@/lib/i18n/t'
import type { Project } from './projects'
import {
  changeRole,
  invite,
  type Member,
  membersQuery,
  ROLES,
  type Role,
  removeMember,
  withdraw,
} from './sharing'

const roles = () => ROLES.map((role) => [role, t(`role.${role}`)] as const)

/** Who sees a project, and who else is to. */
export function ShareProject({ project }: { project: Project }) {
  const { data, error, isPending } = useQuery(membersQuery(project.id))
  const mayChange = project.role === 'owner' || project.role === 'admin'
  if (error) return <Failed error={error} />
  if (isPending) return <Loading rows={2} />
  return (
    <div className="scroll-calm flex flex-col gap-4 p-5">
      {mayChange && <InviteForm projectId={project.id} />}
      <ul aria-label={t('share.members')} className="flex flex-col gap-1">
        {data.members.map((member) => (
          <MemberRow key={member.user_id} project={project} member={member} mayChange={mayChange} />
        ))}
        {data.invitations.map((invitation) => (
          <li key={invitation.id} className="flex min-h-11 items-center gap-3 rounded-lg px-2">
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm">{invitation.email}</span>
              <span className="text-[0.8125rem] text-faint">
                {t('share.waits')} · {t(`role.${invitation.role}`)}
              </span>
            </span>
            <Button look="quiet" className="h-8" onPress={() => void withdraw(invitation)}>
              {t('share.withdraw')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function InviteForm({ projectId }: { projectId: string }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('editor')

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (await invite(projectId, email.trim(), role)) setEmail('')
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-wrap items-end gap-3 border-b pb-5">
      <Field
        label={t('session.email')}
        type="email"
        isRequired
        autoFocus
        value={email}
        onChange={setEmail}
        className="min-w-52 flex-1"
      />
      <Choice label={t('share.role')} value={role} options={roles()} onChange={setRole} />
      <Button type="submit" look="primary" className="h-10">
        {t('share.invite')}
      </Button>
    </form>
  )
}

function MemberRow({ project, member, mayChange }: { project: Project; member: Member; mayChange: boolean }) {
  const name = member.name ?? member.email ?? member.user_id
  const isFixed = member.role === 'owner' || !mayChange
  return (
    <li className="flex min-h-11 items-center gap-3 rounded-lg px-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{name}</span>
        {member.email && <span className="block truncate text-[0.8125rem] text-faint">{member.email}</span>}
      </span>
      {isFixed ? (
        <span className="text-[0.8125rem] text-faint">{t(`role.${member.role}`)}</span>
      ) : (
        <>
          <Choice
            label={t('share.roleOf', { name })}
            hideLabel
            value={member.role as Role}
            options={roles()}
            onChange={(role) => void changeRole(project.id, member, role)}
          />
          <Button look="quiet" className="h-8" onPress={() => void removeMember(project.id, member)}>
            {t('share.remove')}
          </Button>
        </>
      )}
    </li>
  )
}
