import { day, expect, row, signUp, test } from './story'

test('words become dates, projects and priorities, and a chip that is refused stays words', async ({
  page,
}) => {
  await signUp(page)
  await page.getByRole('link', { name: 'Inbox' }).click()
  await page.keyboard.press('q')
  const line = page.getByRole('textbox', { name: 'New task' })
  await line.fill('Ask @rail about the delay tomorrow #Trip p1')
  await expect(page.getByRole('button', { name: 'Keep “@rail” as words' })).toBeVisible()
  await page.getByRole('button', { name: 'Keep “@rail” as words' }).click()
  await expect(page.getByRole('button', { name: 'Keep “@rail” as words' })).toBeHidden()
  await line.press('Enter')
  await expect(page.getByRole('link', { name: /^Trip/ })).toBeVisible()
  await page.getByRole('link', { name: /^Trip/ }).click()
  const task = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Ask @rail about the delay' })
  await expect(task).toContainText('Tomorrow')
})

test('several lines become several tasks, and the view they are added from says what is left unsaid', async ({
  page,
}) => {
  await signUp(page)
  await page.keyboard.press('q')
  const line = page.getByRole('textbox', { name: 'New task' })
  await line.pressSequentially('Sweep the yard')
  await line.press('Shift+Enter')
  await line.pressSequentially(`Paint the fence ${day(3)}`)
  await expect(page.getByRole('button', { name: 'Add 2 tasks' })).toBeVisible()
  await line.press('Enter')
  await expect(row(page, 'Sweep the yard')).toBeVisible()
  await expect(row(page, 'Paint the fence')).toBeHidden()
  await page.getByRole('link', { name: 'Upcoming' }).click()
  await expect(row(page, 'Paint the fence')).toBeVisible()

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, 'Paint the fence')).toBeHidden()
  await page.getByRole('link', { name: 'Today' }).click()
  await expect(row(page, 'Sweep the yard')).toBeHidden()
})
