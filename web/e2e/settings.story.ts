import { expect, PERSON, signUp, test } from './story'

test('the app takes on somebody’s looks, language and password', async ({ page }) => {
  await signUp(page)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Software background').fill('Punched cards')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByText('Saved')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Software background')).toHaveValue('Punched cards')

  await page.getByRole('link', { name: 'Appearance' }).click()
  await page.getByLabel('Theme').selectOption('Dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByLabel('Language').selectOption('Français')
  await expect(page.getByRole('heading', { name: 'Réglages', level: 1 })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  await page.getByLabel('Langue').selectOption('English')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()

  await page.getByRole('link', { name: 'API keys' }).click()
  await page.getByLabel('Name').fill('backup script')
  await page.getByLabel('May').selectOption('only read')
  await page.getByRole('button', { name: 'Create key' }).click()
  const key = await page.getByRole('status').locator('code').textContent()
  const answer = await page.request.get('/api/v1/tasks', { headers: { 'x-api-key': key ?? '', cookie: '' } })
  expect(answer.status()).toBe(200)
  await page
    .getByRole('listitem')
    .filter({ hasText: 'backup script' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await expect(page.getByRole('listitem').filter({ hasText: 'backup script' })).toBeHidden()

  await page.getByRole('link', { name: 'Security' }).click()
  await expect(page.getByText('This one')).toBeVisible()
  await page.getByLabel('Current password').fill('wrong words here')
  await page.getByLabel('New password').fill('an even calmer machine')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByRole('alert')).toHaveText('The current password is not right.')
  await page.getByLabel('Current password').fill(PERSON.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed')).toBeVisible()
})

test('everything is exported, and comes back as one step that can be undone', async ({ page }) => {
  await signUp(page)
  await page.goto('/settings/exchange')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export everything' }).click(),
  ])
  const file = await download.path()
  await page.getByLabel('From').selectOption('todoist-csv')
  await page.getByLabel('File').setInputFiles({
    name: 'todoist.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('TYPE,CONTENT,PRIORITY,INDENT\ntask,Buy a map,1,1\ntask,Plan the route,4,1\n'),
  })
  await page.getByRole('button', { name: 'Preview the import' }).click()
  await expect(page.getByRole('status').getByText('This would be added')).toBeVisible()
  await expect(page.getByRole('status').getByText('2 tasks')).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('This was added')).toBeVisible()
  expect(file).toBeTruthy()
})
