import { Link, type LinkProps } from '@tanstack/react-router'
import { Inbox } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '@/components/classes'

interface NavLinkProps {
  to: LinkProps['to']
  params?: Record<string, string>
  icon: ReactNode
  label: string
  count?: number
  tone?: 'plain' | 'quiet'
  onGo?: () => void
}

/** A line of the sidebar. */
export function NavLink({ to, params, icon, label, count, onGo }: NavLinkProps) {
  return (
    <Link
      to={to}
      params={params as never}
      search={{} as never}
      onClick={onGo}
      className="group flex h-8 items-center gap-2.5 rounded-lg px-2.5 text-[0.875rem] text-soft transition-colors hover:bg-pressed hover:text-ink focus-visible:outline-offset-[-2px] data-[status=active]:bg-pressed data-[status=active]:font-medium data-[status=active]:text-ink"
    >
      <span className="flex w-5 shrink-0 justify-center text-faint group-data-[status=active]:text-accent">
        {icon}
      </span>
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {count ? <span className="tabular text-xs font-normal text-faint">{count}</span> : null}
    </Link>
  )
}

interface TabLinkProps {
  to: LinkProps['to']
  icon: ReactNode
  label: string
}

export function TabLink({ to, icon, label }: TabLinkProps) {
  return (
    <Link
      to={to}
      search={{} as never}
      className={classes(
        'flex flex-1 flex-col items-center gap-0.5 pt-2 pb-1.5 text-[0.6875rem] text-soft',
        'data-[status=active]:font-medium data-[status=active]:text-accent',
      )}
    >
      {icon === 'inbox' ? <Inbox size={21} aria-hidden /> : icon}
      {label}
    </Link>
  )
}
