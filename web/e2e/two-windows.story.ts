import { add, expect, listen, row, signUp, test } from './story'

test('what one window changes shows in the other within a second', async ({ page, context }) => {
  await signUp(page)
  await add(page, 'Fetch the parcel today')
  const other = await context.newPage()
  const complaints = listen(other)
  await other.goto('/today')
  await expect(row(other, 'Fetch the parcel')).toBeVisible()
  await expect(row(page, 'Fetch the parcel')).toBeVisible()

  await add(page, 'Post the letter today')
  await expect(row(other, 'Post the letter')).toBeVisible({ timeout: 1000 })

  await page.getByRole('checkbox', { name: 'Complete “Fetch the parcel”' }).click()
  await expect(row(other, 'Fetch the parcel')).toBeHidden({ timeout: 1000 })

  await page.getByRole('button', { name: 'Undo' }).first().click()
  await expect(row(other, 'Fetch the parcel')).toBeVisible({ timeout: 1000 })
  expect(complaints()).toEqual([])
})
