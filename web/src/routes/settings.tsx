import { Link, useParams } from '@tanstack/react-router'
import { Settings } from 'lucide-react'
import { View } from '@/components/view'
import { PasswordForm } from '@/features/session/password-form'
import { ProfileForm } from '@/features/session/profile-form'
import { SESSIONS_KEY, SessionList } from '@/features/session/session-list'
import { TwoFactor } from '@/features/session/two-factor'
import { useSession } from '@/features/session/use-session'
import { ApiKeys } from '@/features/settings/api-keys'
import { AppearanceForm } from '@/features/settings/appearance-form'
import { Exchange } from '@/features/settings/exchange'
import { InstructionsForm } from '@/features/settings/instructions-form'
import { SettingsSection } from '@/features/settings/settings-section'
import { t } from '@/lib/i18n/t'
import { usePreferences } from '@/lib/preferences'
import { queryClient } from '@/lib/query-client'

const PAGES = ['profile', 'appearance', 'security', 'keys', 'exchange'] as const
type Page = (typeof PAGES)[number]

export function SettingsRoute() {
  const { page } = useParams({ strict: false })
  const shown: Page = PAGES.find((one) => one === page) ?? 'profile'
  return (
    <View title={t('view.settings')} icon={<Settings size={24} aria-hidden />}>
      <nav aria-label={t('view.settings')} className="mb-5 flex flex-wrap gap-1 px-1">
        {PAGES.map((one) => (
          <Link
            key={one}
            to="/settings/$page"
            params={{ page: one }}
            aria-current={one === shown ? 'page' : undefined}
            className={`rounded-lg px-3 py-1.5 text-sm transition-colors ${one === shown ? 'bg-tint font-medium text-accent' : 'text-soft hover:bg-hover'}`}
          >
            {t(`settings.${one}`)}
          </Link>
        ))}
      </nav>
      {shown === 'profile' && <ProfilePage />}
      {shown === 'appearance' && (
        <SettingsSection title={t('settings.appearance')}>
          <AppearanceForm />
        </SettingsSection>
      )}
      {shown === 'security' && <SecurityPage />}
      {shown === 'keys' && (
        <SettingsSection title={t('settings.keys')} text={t('settings.keysText')}>
          <ApiKeys />
        </SettingsSection>
      )}
      {shown === 'exchange' && (
        <SettingsSection title={t('settings.exchange')} text={t('settings.exchangeText')}>
          <Exchange />
        </SettingsSection>
      )}
    </View>
  )
}

function ProfilePage() {
  const person = useSession()
  const preferences = usePreferences()
  return (
    <>
      <SettingsSection title={t('settings.profile')} text={t('settings.profileText')}>
        {person && <ProfileForm key={person.id} person={person} />}
      </SettingsSection>
      <SettingsSection title={t('settings.instructions')} text={t('settings.instructionsText')}>
        {preferences && <InstructionsForm preferences={preferences} />}
      </SettingsSection>
    </>
  )
}

function SecurityPage() {
  const person = useSession()
  return (
    <>
      <SettingsSection title={t('settings.changePassword')} text={t('settings.passwordText')}>
        <PasswordForm onChanged={() => void queryClient.invalidateQueries({ queryKey: SESSIONS_KEY })} />
      </SettingsSection>
      <SettingsSection title={t('twoFactor.title')} text={t('twoFactor.text')}>
        {person && <TwoFactor person={person} />}
      </SettingsSection>
      <SettingsSection title={t('settings.sessions')} text={t('settings.sessionsText')}>
        <SessionList />
      </SettingsSection>
    </>
  )
}
