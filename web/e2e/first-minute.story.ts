import { expect, PERSON, row, signUp, test } from './story'

test('somebody new signs up, adds a first task, and finds it again after signing in', async ({ page }) => {
  const begun = Date.now()
  await signUp(page)
  await expect(page.getByRole('heading', { name: 'What is on your mind?' })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Add task' }).click()
  await page.getByRole('textbox', { name: 'New task' }).fill('Buy milk')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Buy milk')).toBeVisible()
  expect(Date.now() - begun, 'from sign-up to the first task').toBeLessThan(30_000)

  await page.getByRole('button', { name: PERSON.name }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
  await page.goto('/inbox')
  await expect(page).toHaveURL(/sign-in\?next=%2Finbox/)

  await page.getByLabel('E-mail').fill(PERSON.email)
  await page.getByLabel('Password').fill('not this one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('E-mail or password is not right.')
  await page.getByLabel('Password').fill(PERSON.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible()
  await expect(row(page, 'Buy milk')).toBeVisible()
})
