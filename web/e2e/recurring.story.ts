import { add, expect, row, signUp, test } from './story'

test('completing a daily task leaves the next one', async ({ page }) => {
  await signUp(page)
  await add(page, 'Water the plants every day')
  await page.getByRole('checkbox', { name: 'Complete “Water the plants”' }).click()
  await expect(row(page, 'Water the plants')).toBeHidden()
  await page.getByRole('link', { name: 'Upcoming' }).click()
  const tomorrow = row(page, 'Water the plants')
  await expect(tomorrow).toHaveCount(1)
  await expect(tomorrow.getByLabel('Repeats')).toBeVisible()
})
