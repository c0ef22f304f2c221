import { add, expect, listen, row, signUp, test } from './story'

const OTHER = { name: 'Grace Hopper', email: 'grace@example.org', password: 'another calm machine' }

test('a project is shared, both see it live, and what one does the other can follow', async ({
  page,
  browser,
  baseURL,
}) => {
  await signUp(page)
  await add(page, 'Choose the tiles #Kitchen')
  await page.getByRole('link', { name: /^Kitchen/ }).click()
  await page.getByRole('button', { name: 'Project actions' }).click()
  await page.getByRole('menuitem', { name: 'Share project' }).click()
  const dialog = page.getByRole('dialog', { name: 'Share project' })
  await dialog.getByLabel('E-mail').fill(OTHER.email)
  await dialog.getByRole('button', { name: 'Invite' }).click()
  await expect(dialog.getByText(OTHER.email)).toBeVisible()
  await page.keyboard.press('Escape')

  const context = await browser.newContext({ baseURL })
  const other = await context.newPage()
  const complaints = listen(other)
  await signUp(other, OTHER)
  await other.getByRole('button', { name: 'Join' }).click()
  await other.getByRole('link', { name: /^Kitchen/ }).click()
  await expect(row(other, 'Choose the tiles')).toBeVisible()

  await other.getByRole('checkbox', { name: 'Complete “Choose the tiles”' }).click()
  await expect(row(page, 'Choose the tiles')).toBeHidden()
  await add(page, 'Order the grout #Kitchen')
  await expect(row(other, 'Order the grout')).toBeVisible()
  expect(complaints()).toEqual([])
  await context.close()
})
