import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { type Server, startServer } from './server'

interface Fixtures {
  server: Server
  /** A page of somebody who has just signed up. */
  page: Page
}

export const PERSON = { name: 'Ada Byron', email: 'ada@example.org', password: 'a calm machine at work' }

/** Every story has a server of its own, and fails when the browser complains about anything. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner wants a pattern here
  server: async ({}, use) => {
    const server = await startServer()
    await use(server)
    await server.stop()
  },
  baseURL: async ({ server }, use) => use(server.url),
  page: async ({ page }, use) => {
    const complaints = listen(page)
    await use(page)
    expect(complaints(), 'what the browser complained about').toEqual([])
  },
})

export { expect }

/** Errors on the page, refusals of the content policy among them. */
export function listen(page: Page): () => string[] {
  const heard: string[] = []
  page.on('pageerror', (error) => heard.push(error.message))
  page.on('console', (message) => {
    const text = message.text()
    // An answer with an error status is an answer; a story that expects none checks for it.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) heard.push(text)
  })
  return () => heard
}

export async function signUp(page: Page, person = PERSON): Promise<void> {
  await page.goto('/sign-up')
  await page.getByLabel('Name').fill(person.name)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible()
}

/** Calls the API as the page would, cookies and all. */
export async function call<T>(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return page.evaluate(
    async ([method, path, body, headers]) => {
      const answer = await fetch(path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${answer.status} ${text}`)
      return text ? JSON.parse(text) : null
    },
    [method, path, body, headers] as const,
  ) as Promise<T>
}

/** Adds tasks as quick add does, but without the mouse. */
export async function add(page: Page, ...lines: string[]): Promise<void> {
  await call(page, 'POST', '/api/v1/tasks/quick', { text: lines.join('\n'), timezone: 'Europe/Paris' })
}

/** A date so many days from now, as `2026-11-20`. */
export function day(distance: number): string {
  const date = new Date(Date.now() + distance * 86_400_000)
  return date.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })
}

/** The row of a task in the list that is shown. */
export function row(page: Page, title: string) {
  return page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: title, exact: true }) })
}

export const THEMES = ['light', 'dark'] as const

/** No finding of axe in any theme. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const theme of THEMES) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name
    }, theme)
    await page.waitForTimeout(250)
    const { violations } = await new AxeBuilder({ page }).analyze()
    const findings = violations.flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}`),
    )
    expect(findings, `${what}, ${theme}`).toEqual([])
  }
}
