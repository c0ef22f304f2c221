import { add, call, expect, signUp, test } from './story'

test('a project is worked on as a board and as a calendar', async ({ page }) => {
  await signUp(page)
  await page.getByRole('button', { name: 'New project' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Move')
  await page.getByRole('button', { name: 'Create project' }).click()
  await expect(page.getByRole('heading', { name: 'Move', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Board' }).click()
  for (const name of ['Before', 'After']) {
    await page.getByRole('button', { name: 'New section' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill(name)
    await page.getByRole('button', { name: 'Create section' }).click()
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible()
  }
  const before = page.getByRole('region', { name: 'Before', exact: true })
  const after = page.getByRole('region', { name: 'After', exact: true })
  await before.getByRole('button', { name: 'Add task' }).click()
  await before.getByRole('textbox', { name: 'Add to Before' }).fill('Rent a van')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(before.getByRole('row', { name: 'Rent a van' })).toBeVisible()

  await before.getByRole('button', { name: 'Move “Rent a van”' }).click()
  await page.getByRole('menuitem', { name: 'Move to After' }).click()
  await expect(after.getByRole('row', { name: 'Rent a van' })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(before.getByRole('row', { name: 'Rent a van' })).toBeVisible()

  await before.getByRole('row', { name: 'Rent a van' }).dragTo(after.getByRole('grid'))
  await expect(after.getByRole('row', { name: 'Rent a van' })).toBeVisible()
  const { items } = await call<{ items: { title: string; section_id: string }[] }>(
    page,
    'GET',
    '/api/v1/tasks',
  )
  expect(items[0]?.section_id).toBeTruthy()

  await before.getByRole('button', { name: 'Actions for section Before' }).click()
  await page.getByRole('menuitem', { name: 'Rename section' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Packing')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: 'Packing', exact: true })).toBeVisible()

  await add(page, 'Hand over the keys today #Move')
  await page.getByRole('button', { name: 'Calendar' }).click()
  const calendar = page.getByRole('region', { name: 'Calendar' })
  await expect(calendar.getByRole('button', { name: 'Hand over the keys', exact: true })).toBeVisible()
  await expect(calendar.getByText('1 task without a date')).toBeVisible()

  await page.reload()
  await expect(page.getByRole('region', { name: 'Calendar' })).toBeVisible()
})
