import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { Failed } from '@/components/states'
import { currentPerson } from '@/features/session/session'
import type { ViewKind } from '@/features/tasks/projects/projects'
import { Inbox } from '@/routes/inbox'
import { NotFound } from '@/routes/not-found'
import { Today } from '@/routes/today'
import { Shell } from './shell'

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <Failed error={error} onRetry={reset} />,
})

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

const place = (value: unknown): number | undefined =>
  Number.isInteger(value) && Number(value) >= 0 ? Number(value) : undefined

const VIEW_KINDS = ['list', 'board', 'calendar'] as const

const signedOut = createRoute({
  getParentRoute: () => root,
  id: 'signed-out',
  component: lazyRouteComponent(() => import('@/routes/signed-out'), 'SignedOut'),
  validateSearch: (search: Record<string, unknown>): { next?: string; token?: string } => ({
    next: text(search.next),
    token: text(search.token),
  }),
})

const page = <T extends string>(path: T, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({
    getParentRoute: () => signedOut,
    path,
    component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name),
  })

/** Everything that needs somebody to be signed in. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  validateSearch: (search: Record<string, unknown>): { task?: string } => ({ task: text(search.task) }),
  beforeLoad: async ({ location }) => {
    if (await currentPerson()) return
    throw redirect({
      to: '/sign-in',
      search: { next: location.pathname === '/' ? undefined : location.href },
    })
  },
})

const index = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/today' })
  },
})

const inbox = createRoute({ getParentRoute: () => app, path: '/inbox', component: Inbox })
const today = createRoute({ getParentRoute: () => app, path: '/today', component: Today })
const upcoming = createRoute({
  getParentRoute: () => app,
  path: '/upcoming',
  component: lazyRouteComponent(() => import('@/routes/upcoming'), 'Upcoming'),
})
const project = createRoute({
  getParentRoute: () => app,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('@/routes/project'), 'ProjectRoute'),
  validateSearch: (search: Record<string, unknown>): { view?: ViewKind } => ({
    view: VIEW_KINDS.find((kind) => kind === search.view),
  }),
})
const label = createRoute({
  getParentRoute: () => app,
  path: '/labels/$label',
  component: lazyRouteComponent(() => import('@/routes/label'), 'LabelRoute'),
})
const search = createRoute({
  getParentRoute: () => app,
  path: '/search',
  component: lazyRouteComponent(() => import('@/routes/search'), 'SearchRoute'),
  validateSearch: (given: Record<string, unknown>): { q?: string } => ({ q: text(given.q) }),
})
const filter = createRoute({
  getParentRoute: () => app,
  path: '/filters/$filterId',
  component: lazyRouteComponent(() => import('@/routes/filter'), 'FilterRoute'),
})
const library = createRoute({
  getParentRoute: () => app,
  path: '/library',
  component: lazyRouteComponent(() => import('@/routes/library'), 'LibraryRoute'),
  validateSearch: (given: Record<string, unknown>): { document?: string; start?: number; end?: number } => ({
    document: text(given.document),
    start: place(given.start),
    end: place(given.end),
  }),
})
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/routes/settings'), 'SettingsRoute'),
})
const settingsPage = createRoute({
  getParentRoute: () => app,
  path: '/settings/$page',
  component: lazyRouteComponent(() => import('@/routes/settings'), 'SettingsRoute'),
})
const history = createRoute({
  getParentRoute: () => app,
  path: '/history',
  component: lazyRouteComponent(() => import('@/routes/history'), 'HistoryRoute'),
})
const trash = createRoute({
  getParentRoute: () => app,
  path: '/trash',
  component: lazyRouteComponent(() => import('@/routes/trash'), 'TrashRoute'),
})

const routeTree = root.addChildren([
  signedOut.addChildren([
    page('/sign-in', () => import('@/routes/sign-in'), 'SignIn'),
    page('/sign-up', () => import('@/routes/sign-up'), 'SignUp'),
    page('/forgot-password', () => import('@/routes/forgot-password'), 'ForgotPassword'),
    page('/reset-password', () => import('@/routes/reset-password'), 'ResetPassword'),
  ]),
  app.addChildren([
    index,
    inbox,
    today,
    upcoming,
    project,
    label,
    search,
    filter,
    library,
    history,
    trash,
    settings,
    settingsPage,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
