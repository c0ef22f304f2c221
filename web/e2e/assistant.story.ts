import { add, expect, expectAccessible, row, signUp, test } from './story'

test('the assistant acts, says what it did, and takes it back', async ({ page }) => {
  await signUp(page)
  await add(page, 'Pay the rent today')
  await expect(row(page, 'Pay the rent')).toBeVisible()
  await page.keyboard.press('a')
  const panel = page.getByRole('region', { name: 'Assistant' })
  await expect(panel.getByText('What shall I do?')).toBeVisible()
  await expectAccessible(page, 'assistant, empty')

  await panel.getByRole('textbox', { name: 'Message to the assistant' }).fill('add buy milk for today')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Buy milk').or(row(page, 'buy milk'))).toBeVisible()
  await panel.getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, 'Buy milk').or(row(page, 'buy milk'))).toBeHidden()
  await expect(panel.getByText('Undone')).toBeVisible()

  await panel.getByRole('textbox', { name: 'Message to the assistant' }).fill('delete pay the rent')
  await page.keyboard.press('Enter')
  await expect(panel.getByText('Waits for your decision')).toBeVisible()
  await expect(row(page, 'Pay the rent')).toBeVisible()
  await expectAccessible(page, 'assistant, with a proposal')
  await panel.getByRole('button', { name: 'Approve' }).click()
  await expect(row(page, 'Pay the rent')).toBeHidden()

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible()
  await page.keyboard.press('a')
  await expect(panel.getByText('delete pay the rent')).toBeVisible()
})
