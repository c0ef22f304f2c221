import { Check } from 'lucide-react'
import { useRef } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import { classes } from './classes'
import type { MenuItemProps, MenuProps } from './menu'

/** A menu that opens as soon as it is there: it was loaded because somebody pressed its button. */
export function OpenMenu({ label, trigger, children, placement = 'bottom end' }: MenuProps) {
  const place = useRef<HTMLSpanElement>(null)

  /** The button that was pressed first is not the one that stands here now, so the focus needs help to return. */
  function onOpenChange(isOpen: boolean): void {
    if (isOpen) return
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) place.current?.querySelector('button')?.focus()
    })
  }

  return (
    <span ref={place} className="contents">
      <MenuTrigger defaultOpen onOpenChange={onOpenChange}>
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
    </span>
  )
}

export function Item({ icon, children, onAction, keys, isChosen, isDanger, isDisabled }: MenuItemProps) {
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

export function Line() {
  return <Separator className="mx-1 my-1.5 h-px bg-line" />
}
