import { add, call, expect, row, signUp, test } from './story'

test('everything that was done can be taken back', async ({ page }) => {
  await signUp(page)
  await add(page, 'Feed the cat today', 'Wash the car today')

  await page.getByRole('checkbox', { name: 'Complete “Feed the cat”' }).click()
  await expect(row(page, 'Feed the cat')).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, 'Feed the cat')).toBeVisible()

  await row(page, 'Wash the car').getByRole('button', { name: 'Wash the car', exact: true }).focus()
  await page.keyboard.press('Delete')
  await expect(row(page, 'Wash the car')).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(row(page, 'Wash the car')).toBeVisible()
  await page.keyboard.press('Control+Shift+z')
  await expect(row(page, 'Wash the car')).toBeHidden()

  await page.keyboard.press('g')
  await page.keyboard.press('x')
  await expect(page.getByRole('heading', { name: 'Trash', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Restore “Wash the car”' }).click()
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible()
  await page.getByRole('link', { name: 'Today' }).click()
  await expect(row(page, 'Wash the car')).toBeVisible()

  const { items } = await call<{ items: { id: string; title: string }[] }>(page, 'GET', '/api/v1/tasks')
  const cat = items.find((one) => one.title === 'Feed the cat')
  await call(page, 'PATCH', `/api/v1/tasks/${cat?.id}`, { title: 'Feed both cats', priority: 1 })
  await expect(row(page, 'Feed both cats')).toBeVisible()
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('button', { name: /Feed both cats/ }).click()
  const entry = page.getByRole('article').filter({ hasText: 'Feed both cats' })
  await expect(entry.getByRole('row', { name: /Priority/ })).toContainText('NormalUrgent')
  await entry.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: 'Today' }).click()
  await expect(row(page, 'Feed the cat')).toBeVisible()
})
