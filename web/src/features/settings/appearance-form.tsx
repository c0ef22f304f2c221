import { Choice } from '@/components/field'
import { weekdayInWords } from '@/lib/i18n/moments'
import { LANGUAGES, languageOf, t } from '@/lib/i18n/t'
import { changePreferences, type Preferences, usePreferences } from '@/lib/preferences'
import { asProblem } from '@/lib/problem'
import { THEMES } from '@/lib/theme'
import { toast } from '@/lib/toasts'

const CLOCKS = ['auto', '24', '12'] as const
/** A Monday, from which the days of the week are named. */
const WEEK = [
  '2024-01-01',
  '2024-01-02',
  '2024-01-03',
  '2024-01-04',
  '2024-01-05',
  '2024-01-06',
  '2024-01-07',
] as const

/** Each choice holds as soon as it is made. */
export function AppearanceForm() {
  const preferences = usePreferences()
  if (!preferences) return null

  function change(given: Partial<Preferences>): void {
    changePreferences(given).catch((error: unknown) => toast(asProblem(error).message, { tone: 'bad' }))
  }

  return (
    <div className="grid max-w-xl gap-4 sm:grid-cols-2">
      <Choice
        label={t('settings.theme')}
        value={preferences.theme ?? 'system'}
        options={THEMES.map((theme) => [theme as string, t(`settings.theme.${theme}`)])}
        onChange={(theme) => change({ theme })}
      />
      <Choice
        label={t('settings.language')}
        value={languageOf(preferences.locale ?? 'en')}
        options={Object.entries(LANGUAGES) as [keyof typeof LANGUAGES, string][]}
        onChange={(language) => change({ locale: localeFor(language) })}
      />
      <Choice
        label={t('settings.weekStart')}
        value={String(preferences.week_start ?? 1)}
        options={WEEK.map((day, n) => [String(n + 1), weekdayInWords(day, 'long')])}
        onChange={(day) => change({ week_start: Number(day) })}
      />
      <Choice
        label={t('settings.clock')}
        value={preferences.clock ?? 'auto'}
        options={CLOCKS.map((clock) => [clock as string, t(`settings.clock.${clock}`)])}
        onChange={(clock) => change({ clock })}
      />
      <Choice
        label={t('settings.timezone')}
        value={preferences.timezone ?? 'UTC'}
        options={zones(preferences.timezone ?? 'UTC').map((zone) => [zone, zone.replaceAll('_', ' ')])}
        onChange={(timezone) => change({ timezone })}
      />
    </div>
  )
}

/** The browser's own variety of a language, such as en-GB, where it speaks it. */
function localeFor(language: string): string {
  return navigator.languages.find((locale) => languageOf(locale) === language) ?? language
}

function zones(current: string): string[] {
  return [...new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort()
}
