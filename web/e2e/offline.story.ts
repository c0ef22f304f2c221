import { add, call, expect, row, signUp, test } from './story'

test('without a network the app opens, reads, keeps what is changed, and sends it afterwards', async ({
  page,
  context,
}) => {
  await signUp(page)
  await add(page, 'Mend the gate today', 'Sharpen the saw today')
  await expect(row(page, 'Mend the gate')).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.waitForTimeout(1500)

  await context.setOffline(true)
  await page.reload()
  await expect(row(page, 'Mend the gate')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'You are offline' })).toBeVisible()

  await page.getByRole('checkbox', { name: 'Complete “Mend the gate”' }).click()
  await expect(page.getByRole('status').filter({ hasText: '1 change waits' })).toBeVisible()
  await page.keyboard.press('q')
  await page.getByRole('textbox', { name: 'New task' }).fill('Buy a new hinge tomorrow')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: '2 changes wait' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('status').filter({ hasText: '2 changes wait' })).toBeVisible()
  await expect(row(page, 'Mend the gate')).toBeHidden()

  await context.setOffline(false)
  await expect(page.getByRole('status').filter({ hasText: 'offline' })).toBeHidden()
  await page.getByRole('link', { name: 'Upcoming' }).click()
  await expect(row(page, 'Buy a new hinge')).toHaveCount(1)
  const { items } = await call<{ items: { title: string; status: string }[] }>(page, 'GET', '/api/v1/tasks')
  expect(items.map((one) => `${one.title}: ${one.status}`).sort()).toEqual([
    'Buy a new hinge: open',
    'Mend the gate: done',
    'Sharpen the saw: open',
  ])
})
