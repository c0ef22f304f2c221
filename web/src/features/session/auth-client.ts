import { inferAdditionalFields } from 'better-auth/client/plugins'
import { createAuthClient } from 'better-auth/react'
import { API_URL } from '@/lib/api'
import { Problem } from '@/lib/problem'

export const authClient = createAuthClient({
  baseURL: API_URL,
  fetchOptions: { credentials: 'include' },
  plugins: [
    inferAdditionalFields({
      user: {
        softwareBackground: { type: 'string', required: false },
        hardwareBackground: { type: 'string', required: false },
        interestArea: { type: 'string', required: false },
      },
    }),
  ],
})

interface AuthAnswer<T> {
  data: T | null
  error: { status: number; code?: string; message?: string } | null
}

/** The answer of the sign-in service; throws a `Problem` when it refuses. */
export async function answered<T>(call: Promise<AuthAnswer<T>>): Promise<T> {
  const { data, error } = await call
  if (error) throw new Problem(error.status, error.code ?? '', error.message ?? String(error.status))
  return data as T
}
