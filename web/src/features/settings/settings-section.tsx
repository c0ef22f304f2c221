import type { ReactNode } from 'react'

/** A titled part of the settings. */
export function SettingsSection({
  title,
  text,
  children,
}: {
  title: string
  text?: string
  children: ReactNode
}) {
  return (
    <section className="border-t px-2 py-6 first:border-t-0 first:pt-1">
      <h2 className="text-[0.9375rem] font-semibold">{title}</h2>
      {text && <p className="mt-0.5 max-w-prose text-sm text-soft">{text}</p>}
      <div className="mt-4">{children}</div>
    </section>
  )
}
