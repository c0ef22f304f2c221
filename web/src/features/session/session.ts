import { queryOptions } from '@tanstack/react-query'
import { API_URL } from '@/lib/api'
import { forget } from '@/lib/offline/snapshot'
import { asProblem, problemOf } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'

export interface Person {
  id: string
  name: string
  email: string
  image: string | null
  softwareBackground: string | null
  hardwareBackground: string | null
  interestArea: string | null
  twoFactorEnabled: boolean
}

export const SESSION_KEY = ['session'] as const

/** The client of the sign-in service. It is loaded when it is needed: to know who is here, one request is enough. */
const client = () => import('./auth-client')

async function whoIsHere(): Promise<Person | null> {
  const answer = await fetch(`${API_URL}/api/auth/get-session`, { credentials: 'include' })
  const found = (await answer.json().catch(() => null)) as { user: Record<string, unknown> } | null
  if (!answer.ok) throw problemOf(answer.status, found)
  if (!found) return null
  const text = (name: string) => (typeof found.user[name] === 'string' ? found.user[name] : null)
  return {
    id: String(found.user.id),
    name: String(found.user.name),
    email: String(found.user.email),
    image: text('image'),
    softwareBackground: text('softwareBackground'),
    hardwareBackground: text('hardwareBackground'),
    interestArea: text('interestArea'),
    twoFactorEnabled: found.user.twoFactorEnabled === true,
  }
}

export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: whoIsHere,
  staleTime: 5 * 60_000,
})

/** Who is signed in, or null. Without a network, who was signed in last. */
export async function currentPerson(): Promise<Person | null> {
  const known = queryClient.getQueryData<Person | null>(SESSION_KEY)
  try {
    return await queryClient.fetchQuery(sessionQuery)
  } catch (error) {
    if (known !== undefined && asProblem(error).isPassing) return known
    throw error
  }
}

/** Starts with a clean memory: what somebody else has read in this browser is not shown. */
export async function startAnew(): Promise<void> {
  queryClient.clear()
  await forget()
}

export async function signOut(): Promise<void> {
  const { answered, authClient } = await client()
  await answered(authClient.signOut())
  await startAnew()
}

export interface SignUp {
  name: string
  email: string
  password: string
  softwareBackground: string
  hardwareBackground: string
  interestArea: string
}

export async function signUp(given: SignUp): Promise<void> {
  const { answered, authClient } = await client()
  await answered(authClient.signUp.email(given))
  await startAnew()
}

/** Gives back whether a second factor is still to be shown. */
export async function signIn(email: string, password: string): Promise<{ needsCode: boolean }> {
  const { answered, authClient } = await client()
  const data = await answered(authClient.signIn.email({ email, password }))
  await startAnew()
  return { needsCode: 'twoFactorRedirect' in (data as object) }
}

/** What the browser already knows about how somebody likes things. */
export function guessedPreferences(): { timezone: string; locale: string; week_start: number } {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const locale = navigator.language
  return { timezone: timeZone || 'UTC', locale, week_start: firstWeekdayOf(locale) }
}

function firstWeekdayOf(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
    weekInfo?: { firstDay: number }
  }
  return known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 1
}
