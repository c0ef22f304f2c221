import { createContext, type ReactNode, type RefObject, useContext, useEffect, useRef } from 'react'
import { classes } from './classes'

const ScrollContext = createContext<RefObject<HTMLDivElement | null> | null>(null)

/** The element that scrolls, for lists that draw only what is in sight. */
export function useScrollElement(): RefObject<HTMLDivElement | null> | null {
  return useContext(ScrollContext)
}

interface ViewProps {
  title: string
  /** A line under the title. */
  note?: ReactNode
  icon?: ReactNode
  actions?: ReactNode
  width?: 'text' | 'wide'
  children: ReactNode
}

/** The frame of every view: a title, what can be done here, and the content that scrolls. */
export function View({ title, note, icon, actions, width = 'text', children }: ViewProps) {
  const scroll = useRef<HTMLDivElement>(null)
  useEffect(() => {
    document.title = `${title} · Tasklore`
  }, [title])
  return (
    <ScrollContext value={scroll}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer */}
      <div ref={scroll} tabIndex={0} className="scroll-calm h-full focus-visible:outline-offset-[-2px]">
        <div
          className={classes(
            'mx-auto flex min-h-full flex-col px-4 pt-6 pb-28 sm:px-8 md:pt-12',
            width === 'text' ? 'max-w-[52rem]' : 'max-w-none',
          )}
        >
          <header className="mb-5 flex items-start gap-3 pl-2">
            <div className="min-w-0 flex-1">
              <h1 className="flex items-center gap-2.5 text-[1.625rem] leading-tight font-[640] tracking-[-0.022em]">
                {icon && <span className="text-accent">{icon}</span>}
                <span className="min-w-0 [overflow-wrap:anywhere]">{title}</span>
              </h1>
              {note && <div className="mt-1 text-sm text-faint">{note}</div>}
            </div>
            {actions && <div className="flex items-center gap-1">{actions}</div>}
          </header>
          {children}
        </div>
      </div>
    </ScrollContext>
  )
}
