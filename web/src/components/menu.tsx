import { type ReactNode, useState } from 'react'
import { ButtonContext } from 'react-aria-components/Button'
import { createStore, useStore } from '@/lib/store'

export interface MenuProps {
  label: string
  trigger: ReactNode
  children: ReactNode
  placement?: 'bottom start' | 'bottom end' | 'top start'
}

export interface MenuItemProps {
  icon?: ReactNode
  children: string
  onAction: () => void
  keys?: string
  isChosen?: boolean
  isDanger?: boolean
  isDisabled?: boolean
}

type Parts = typeof import('./menu-parts')

/** Menus are a fifth of the script of the first view, and nobody opens one before it is there. */
const parts = createStore<Parts | null>(null)

export async function loadMenus(): Promise<void> {
  const loaded = await import('./menu-parts')
  parts.set(loaded)
}

/** A button with a menu. What the menu needs is loaded when somebody first presses one, or when there is time. */
export function Menu(props: MenuProps) {
  const [isWanted, setIsWanted] = useState(false)
  const loaded = useStore(parts)
  if (isWanted && loaded) return <loaded.OpenMenu {...props} />
  return (
    <ButtonContext
      value={{
        'aria-haspopup': 'menu',
        onPress: () => {
          setIsWanted(true)
          if (!loaded) void loadMenus()
        },
      }}
    >
      {props.trigger}
    </ButtonContext>
  )
}

export function MenuItem(props: MenuItemProps) {
  const loaded = useStore(parts)
  return loaded && <loaded.Item {...props} />
}

export function MenuLine() {
  const loaded = useStore(parts)
  return loaded && <loaded.Line />
}
