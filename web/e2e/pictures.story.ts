import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { fillWeek } from './sample'
import { expect, signUp, test } from './story'

const FOLDER = join(import.meta.dirname, '../../docs/images')

test.use({ viewport: { width: 1320, height: 840 }, deviceScaleFactor: 1.5, reducedMotion: 'reduce' })

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.mouse.move(0, 0)
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}

async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
  await page.waitForLoadState('networkidle').catch(() => undefined)
}

async function theme(page: Page, name: string): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.dataset.theme = value
  }, name)
}

test('the pictures of the documentation', async ({ page }) => {
  test.setTimeout(240_000)
  await signUp(page)
  const { house } = await fillWeek(page)

  await open(page, '/today', 'Today')
  await page.getByRole('button', { name: /^Call the plumber/ }).click()
  await expect(
    page.getByRole('complementary', { name: 'Task' }).getByText('He is in our street'),
  ).toBeVisible()
  await picture(page, 'today')

  await open(page, `/projects/${house}?view=board`, 'House')
  await expect(page.getByRole('region', { name: 'Waiting' })).toBeVisible()
  await picture(page, 'board')

  await open(page, '/history', 'History')
  await expect(page.getByText('Waits for your decision')).toBeVisible()
  await picture(page, 'proposal')

  await open(page, '/upcoming', 'Upcoming')
  await theme(page, 'dark')
  await picture(page, 'upcoming-dark')

  await open(page, '/inbox', 'Inbox')
  await page.keyboard.press('q')
  await page
    .getByRole('textbox', { name: 'New task' })
    .fill('Ring the vet tomorrow at 8:30 every 6 months #House @phone p2')
  await expect(page.getByRole('button', { name: 'Keep “p2” as words' })).toBeVisible()
  await picture(page, 'quick-add')
  await page.keyboard.press('Escape')

  await open(page, `/projects/${house}?view=calendar`, 'House')
  await picture(page, 'calendar')

  await page.setViewportSize({ width: 390, height: 780 })
  await open(page, '/today', 'Today')
  await picture(page, 'phone')
})
