import { useQuery } from '@tanstack/react-query'
import { Laptop, Smartphone } from 'lucide-react'
import { Button } from '@/components/button'
import { Failed, Loading } from '@/components/states'
import { instantInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'
import { answered, authClient } from './auth-client'

export const SESSIONS_KEY = ['sign-ins'] as const

/** Where somebody is signed in, with a way to end each. */
export function SessionList() {
  const { data, error, isPending } = useQuery({
    queryKey: SESSIONS_KEY,
    queryFn: async () => {
      const [all, here] = await Promise.all([
        answered(authClient.listSessions()),
        answered(authClient.getSession()),
      ])
      return all.map((one) => ({ ...one, isHere: one.token === here?.session.token }))
    },
  })
  if (error) return <Failed error={error} />
  if (isPending) return <Loading rows={2} />

  async function end(token: string): Promise<void> {
    try {
      await answered(authClient.revokeSession({ token }))
    } catch (thrown) {
      toast(asProblem(thrown).message, { tone: 'bad' })
    }
    await queryClient.invalidateQueries({ queryKey: SESSIONS_KEY })
  }

  return (
    <ul className="flex max-w-xl flex-col gap-2">
      {data.map((one) => (
        <li key={one.id} className="flex items-center gap-3 rounded-xl px-3.5 py-2.5 shadow-card">
          <span className="text-soft">
            {/Mobile|Android|iPhone/.test(one.userAgent ?? '') ? (
              <Smartphone size={18} aria-hidden />
            ) : (
              <Laptop size={18} aria-hidden />
            )}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm font-medium">{programOf(one.userAgent ?? '')}</span>
            <span className="block text-[0.8125rem] text-faint">
              {[one.ipAddress, instantInWords(new Date(one.createdAt).toISOString())]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          {one.isHere ? (
            <span className="text-[0.8125rem] text-accent">{t('settings.thisSession')}</span>
          ) : (
            <Button className="h-8" onPress={() => void end(one.token)}>
              {t('settings.endSession')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** "Firefox, Linux" out of a User-Agent header; the header itself when it is of another kind. */
export function programOf(agent: string): string {
  const program = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1]
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1]
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' }
  const parts = [program, system].filter((part) => part !== undefined).map((part) => names[part] ?? part)
  return parts.join(', ') || agent.slice(0, 60) || t('settings.unknownProgram')
}
