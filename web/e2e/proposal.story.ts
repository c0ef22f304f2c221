import { add, call, expect, row, signUp, test } from './story'

test('a proposal shows its effect, and is approved or turned down', async ({ page }) => {
  await signUp(page)
  await add(page, 'Order paint today', 'Order brushes today')
  const { items } = await call<{ items: { id: string; title: string }[] }>(page, 'GET', '/api/v1/tasks')
  for (const task of items) {
    const title = task.title.replace('Order', 'Buy')
    await call(page, 'PATCH', `/api/v1/tasks/${task.id}`, { title }, { prefer: 'propose' })
  }
  await expect(row(page, 'Order paint')).toBeVisible()

  await page.reload()
  await page.getByRole('link', { name: /^History/ }).click()
  const paint = page
    .getByRole('article')
    .filter({ hasText: 'Waits for your decision' })
    .filter({ hasText: 'Buy paint' })
  await expect(paint.getByRole('deletion')).toHaveText('Order paint')
  await expect(paint.getByRole('insertion')).toHaveText('Buy paint')
  await paint.getByRole('button', { name: 'Approve' }).click()
  const brushes = page.getByRole('article').filter({ hasText: 'Waits for your decision' })
  await expect(brushes).toHaveCount(1)
  await brushes.getByRole('button', { name: 'Reject' }).click()
  await expect(brushes).toHaveCount(0)

  await page.getByRole('link', { name: 'Today' }).click()
  await expect(row(page, 'Buy paint')).toBeVisible()
  await expect(row(page, 'Order brushes')).toBeVisible()
})
