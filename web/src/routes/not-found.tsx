import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { Empty } from '@/components/states'
import { t } from '@/lib/i18n/t'

export function NotFound() {
  return (
    <Empty
      icon={<Compass size={26} aria-hidden />}
      title={t('notFound.title')}
      text={t('notFound.text')}
      action={
        <Link to="/today" className="font-medium text-accent underline underline-offset-2">
          {t('notFound.back')}
        </Link>
      }
    />
  )
}
