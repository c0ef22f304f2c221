import { add, expect, row, signUp, test } from './story'

test('words and filters find tasks, and a filter can be kept', async ({ page }) => {
  await signUp(page)
  await add(page, 'Pay the rent today p1 @bank', 'Rent a boat p3', 'Pay the baker tomorrow @bank')
  await page.keyboard.press('/')
  const field = page.getByRole('searchbox', { name: 'Search or filter' })
  await field.fill('rent')
  await expect(row(page, 'Pay the rent')).toBeVisible()
  await expect(row(page, 'Rent a boat')).toBeVisible()
  await expect(row(page, 'Pay the baker')).toBeHidden()

  await field.fill('@bank & p1')
  await expect(row(page, 'Rent a boat')).toBeHidden()
  await expect(row(page, 'Pay the rent')).toBeVisible()
  await page.getByRole('button', { name: 'Save this filter' }).click()
  await page.getByRole('textbox', { name: 'Name of the filter' }).fill('Bank first')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('link', { name: 'Bank first' }).click()
  await expect(page.getByRole('heading', { name: 'Bank first', level: 1 })).toBeVisible()
  await expect(row(page, 'Pay the rent')).toBeVisible()
  await page.getByRole('button', { name: 'Delete filter' }).click()
  await expect(page.getByRole('link', { name: 'Bank first' })).toBeHidden()
})
