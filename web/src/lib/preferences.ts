import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, body, type Schemas } from './api'
import { clock } from './i18n/moments'
import { speak } from './i18n/t'
import { queryClient } from './query-client'
import { setTheme, type Theme } from './theme'

export type Preferences = Schemas['Preferences']

const KEY = ['preferences'] as const

export const preferencesQuery = queryOptions({
  queryKey: KEY,
  queryFn: async (): Promise<Preferences> => adopt(await body(api.GET('/api/v1/preferences'))),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Lets the app look and speak as somebody likes it. */
function adopt(preferences: Preferences): Preferences {
  clock.set(preferences.clock as 'auto' | '12' | '24')
  setTheme(preferences.theme as Theme)
  void speak(preferences.locale ?? 'en-US')
  return preferences
}

export function usePreferences(): Preferences | undefined {
  return useQuery(preferencesQuery).data
}

/** ISO weekday that a week starts on. */
export function useFirstWeekday(): number {
  return usePreferences()?.week_start ?? 1
}

export async function changePreferences(given: Partial<Preferences>): Promise<void> {
  const before = queryClient.getQueryData<Preferences>(KEY)
  if (before) queryClient.setQueryData(KEY, adopt({ ...before, ...given }))
  try {
    const after = await body(api.PATCH('/api/v1/preferences', { body: given as Schemas['PreferencesPatch'] }))
    queryClient.setQueryData(KEY, adopt(after))
  } catch (error) {
    if (before) queryClient.setQueryData(KEY, adopt(before))
    throw error
  }
}
