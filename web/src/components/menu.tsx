import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import { classes } from './classes'

interface MenuProps {
  label: string
  trigger: ReactNode
  children: ReactNode
  placement?: 'bottom start' | 'bottom end' | 'top start'
}

export function Menu({ label, trigger, children, placement = 'bottom end' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover
        placement={placement}
        className="min-w-48 overflow-auto rounded-xl bg-raised p-1.5 text-sm shadow-float outline-none animate-rise"
      >
        <AriaMenu aria-label={label} className="outline-none">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

interface ItemProps {
  icon?: ReactNode
  children: string
  onAction: () => void
  keys?: string
  isChosen?: boolean
  isDanger?: boolean
  isDisabled?: boolean
}

export function MenuItem({ icon, children, onAction, keys, isChosen, isDanger, isDisabled }: ItemProps) {
  return (
    <AriaMenuItem
      onAction={onAction}
      textValue={children}
      isDisabled={isDisabled}
      className={classes(
        'flex cursor-default items-center gap-2.5 rounded-lg px-2.5 py-1.5 outline-none data-[focused]:bg-hover',
        'data-[disabled]:opacity-40',
        isDanger && 'text-danger',
      )}
    >
      {icon && <span className={classes('shrink-0', !isDanger && 'text-soft')}>{icon}</span>}
      <span className="flex-1">{children}</span>
      {isChosen && <Check size={15} aria-hidden className="text-accent" />}
      {keys && <span className="text-xs text-faint">{keys}</span>}
    </AriaMenuItem>
  )
}

export function MenuLine() {
  return <Separator className="mx-1 my-1.5 h-px bg-line" />
}
