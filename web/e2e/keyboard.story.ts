import { add, expect, row, signUp, test } from './story'

test('a day is worked through without a mouse', async ({ page }) => {
  await signUp(page)
  await add(page, 'One today 08:00', 'Two today 09:00', 'Three today 10:00')
  await expect(row(page, 'Three')).toBeVisible()

  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(page.getByRole('button', { name: 'Two', exact: true })).toBeFocused()
  await page.keyboard.press('k')
  await page.keyboard.press('x')
  await expect(row(page, 'One')).toBeHidden()

  await page.keyboard.press('j')
  await page.keyboard.press('e')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Two and a half')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Two and a half', exact: true })).toBeFocused()
  await page.keyboard.press('1')
  await expect(page.getByText('“Two and a half”: Urgent')).toBeVisible()

  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Task' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: 'Task' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Two and a half', exact: true })).toBeFocused()

  await page.keyboard.press('Shift+t')
  await expect(row(page, 'Two and a half')).toBeHidden()
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await expect(page.getByRole('heading', { name: 'Upcoming', level: 1 })).toBeVisible()
  await expect(row(page, 'Two and a half')).toBeVisible()

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('three')
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('complementary', { name: 'Task' }).getByRole('textbox', { name: 'Title' }),
  ).toHaveValue('Three')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

test('the order of a list is changed by key and by menu', async ({ page }) => {
  await signUp(page)
  await add(page, 'First', 'Second', 'Third')
  await page.getByRole('link', { name: /^Inbox/ }).click()
  const titles = page.getByRole('main').getByRole('listitem')
  await expect(titles).toHaveText(['First', 'Second', 'Third'])
  await page.getByRole('button', { name: 'First', exact: true }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(titles).toHaveText(['Second', 'First', 'Third'])
  await expect(page.getByRole('button', { name: 'First', exact: true })).toBeFocused()
  await page.getByRole('button', { name: 'Actions for “First”' }).click()
  await page.getByRole('menuitem', { name: 'Move up' }).click()
  await expect(titles).toHaveText(['First', 'Second', 'Third'])
})
