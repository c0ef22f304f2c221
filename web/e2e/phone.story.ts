import { add, expect, expectAccessible, row, signUp, test } from './story'

test.use({ viewport: { width: 375, height: 720 }, hasTouch: true, isMobile: true })

test('the app is whole on a phone', async ({ page }) => {
  await signUp(page)
  await add(page, 'Buy bread today @errand', 'A very long title that has to break over several lines today')
  await expect(row(page, 'Buy bread')).toBeVisible()
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(375)
  await expectAccessible(page, 'today on a phone')

  await page.getByRole('button', { name: 'Add', exact: true }).tap()
  await page.getByRole('textbox', { name: 'New task' }).fill('Fetch the keys')
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).tap()
  await expect(row(page, 'Fetch the keys')).toBeVisible()

  await page.getByRole('button', { name: 'Buy bread', exact: true }).tap()
  const panel = page.getByRole('dialog', { name: 'Task' })
  await expect(panel.getByRole('textbox', { name: 'Title' })).toHaveValue('Buy bread')
  await expectAccessible(page, 'a task on a phone')
  await panel.getByRole('button', { name: 'Close' }).tap()

  await page.getByRole('button', { name: 'More' }).tap()
  await page.getByRole('dialog').getByRole('link', { name: 'Upcoming' }).tap()
  await expect(page.getByRole('heading', { name: 'Upcoming', level: 1 })).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()
})
