import { useNavigate, useSearch } from '@tanstack/react-router'

/** The task whose panel is open is part of the address, so that a link leads to it. */
export function useOpenTask(): { openId: string | null; open: (id: string) => void; close: () => void } {
  const { task } = useSearch({ from: '/app' })
  const navigate = useNavigate()
  return {
    openId: task ?? null,
    open: (id) => void navigate({ to: '.', search: (kept) => ({ ...kept, task: id }) }),
    close: () => void navigate({ to: '.', search: (kept) => ({ ...kept, task: undefined }) }),
  }
}
