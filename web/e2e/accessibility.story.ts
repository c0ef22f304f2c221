import { add, call, day, expect, expectAccessible, signUp, test } from './story'

test('axe finds nothing in any view, light and dark', async ({ page }) => {
  test.setTimeout(400_000)
  await page.goto('/sign-in')
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
  await expectAccessible(page, 'sign in')
  await page.goto('/forgot-password')
  await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible()
  await expectAccessible(page, 'forgotten password')
  await page.goto('/reset-password')
  await expect(page.getByRole('heading', { name: 'New password' })).toBeVisible()
  await expectAccessible(page, 'new password')
  await signUp(page)
  await expectAccessible(page, 'today, empty')

  await add(
    page,
    `Pay the rent ${day(-1)} p1 #House @bank`,
    'Call Mum today at 18:00 p2 #Family',
    'Water the plants every 3 days #House',
    'Book the train friday #Trip @phone',
    'Read about engines',
  )
  const { items } = await call<{ items: { id: string; name: string; is_inbox: boolean }[] }>(
    page,
    'GET',
    '/api/v1/projects',
  )
  const house = items.find((one) => one.name === 'House')
  await call(page, 'POST', `/api/v1/projects/${house?.id}/sections`, { name: 'Garden' })
  await call(page, 'POST', '/api/v1/filters', { name: 'Urgent', query: 'p1 | p2' })
  const tasks = await call<{ items: { id: string; title: string }[] }>(page, 'GET', '/api/v1/tasks')
  const rent = tasks.items.find((one) => one.title === 'Pay the rent')
  await call(
    page,
    'PATCH',
    `/api/v1/tasks/${rent?.id}`,
    { title: 'Pay the whole rent' },
    { prefer: 'propose' },
  )
  await call(
    page,
    'DELETE',
    `/api/v1/tasks/${tasks.items.find((one) => one.title === 'Read about engines')?.id}`,
  )
  const { items: filters } = await call<{ items: { id: string }[] }>(page, 'GET', '/api/v1/filters')

  const views = [
    ['/inbox', 'Inbox'],
    ['/today', 'Today'],
    ['/upcoming', 'Upcoming'],
    [`/projects/${house?.id}`, 'House'],
    [`/projects/${house?.id}?view=board`, 'House'],
    [`/projects/${house?.id}?view=calendar`, 'House'],
    ['/labels/phone', 'phone'],
    [`/filters/${filters[0]?.id}`, 'Urgent'],
    ['/search?q=rent', 'Search'],
    ['/history', 'History'],
    ['/trash', 'Trash'],
    ['/library', 'Library'],
    ['/settings', 'Settings'],
    ['/settings/appearance', 'Settings'],
    ['/settings/security', 'Settings'],
    ['/settings/keys', 'Settings'],
    ['/settings/exchange', 'Settings'],
    [`/today?task=${rent?.id}`, 'Today'],
  ] as const
  for (const [path, heading] of views) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
    await page.waitForLoadState('load')
    await page.waitForTimeout(300)
    await expectAccessible(page, path)
  }

  await page.goto('/today')
  await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible()
  await page.keyboard.press('q')
  await page.keyboard.type('Ring the bank tomorrow p1')
  await expect(page.getByRole('button', { name: 'Keep “p1” as words' })).toBeVisible()
  await expectAccessible(page, 'quick add')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await expectAccessible(page, 'palette')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeVisible()
  await expectAccessible(page, 'shortcuts')
})
