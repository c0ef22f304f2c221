import { Settings } from 'lucide-react'
import { View } from '@/components/view'
import { t } from '@/lib/i18n/t'

export function SettingsRoute() {
  return (
    <View title={t('view.settings')} icon={<Settings size={24} aria-hidden />}>
      {null}
    </View>
  )
}
