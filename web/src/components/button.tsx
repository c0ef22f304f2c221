import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { classes } from './classes'

const LOOKS = {
  primary:
    'bg-accent text-on-accent data-[hovered]:bg-accent-hover data-[pressed]:bg-accent-hover font-medium shadow-sm',
  plain: 'bg-raised shadow-card data-[hovered]:bg-hover data-[pressed]:bg-pressed font-medium',
  quiet: 'text-soft data-[hovered]:bg-hover data-[hovered]:text-ink data-[pressed]:bg-pressed',
  link: 'font-semibold text-accent data-[hovered]:bg-hover data-[pressed]:bg-pressed',
  danger: 'bg-raised text-danger shadow-card data-[hovered]:bg-danger-tint font-medium',
} as const

interface ButtonProps extends AriaButtonProps {
  look?: keyof typeof LOOKS
  /** A square for a picture instead of words; then it needs an aria-label. */
  isSquare?: boolean
  children: ReactNode
  className?: string
}

export function Button({ look = 'plain', isSquare, className, ...props }: ButtonProps) {
  return (
    <AriaButton
      {...props}
      className={classes(
        'inline-flex h-9 shrink-0 items-center justify-center gap-2 rounded-lg text-sm whitespace-nowrap transition-colors',
        isSquare ? 'w-9' : 'px-3.5',
        'data-[disabled]:opacity-50 data-[focus-visible]:outline-2',
        LOOKS[look],
        className,
      )}
    />
  )
}

interface IconButtonProps extends AriaButtonProps {
  label: string
  children: ReactNode
  className?: string
}

/** A button that shows only a picture; `label` is its name. */
export function IconButton({ label, className, ...props }: IconButtonProps) {
  return (
    <AriaButton
      {...props}
      aria-label={label}
      className={classes(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-soft transition-colors',
        'data-[hovered]:bg-hover data-[hovered]:text-ink data-[pressed]:bg-pressed data-[disabled]:opacity-40',
        className,
      )}
    />
  )
}
