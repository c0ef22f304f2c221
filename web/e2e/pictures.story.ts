import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { fillWeek } from './sample'
import { expect, signUp, test } from './story'

const FOLDER = join(import.meta.dirname, '../../docs/images')

const file = (name: string, text: string) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) })

const BOILER = `# Boiler manual

## Before you begin

Read these pages before you touch anything under the cover. The serial number is on the left side, behind the flap. Have it at hand when you call us.

## Pressure

The working pressure is 1.5 bar when the water is cold. When the pressure falls below 0.8 bar, the boiler switches itself off and shows the fault F22. A loss of more than 0.3 bar in a month means that the circuit leaks.

## Filling

Open both valves under the boiler until the gauge shows 1.5 bar. Close them one after the other, the left one first. Bleed the radiators from the bottom of the house to its top, then look at the gauge again.

## Every year

Have the burner cleaned and the exhaust measured once a year, before the heating season. Keep the report: the warranty asks for it.
`

const LEASE = `# Lease

The rent is due on the third working day of each month. The tenant has the boiler serviced once a year and keeps the report. Repairs above 120 euros are the landlord's.
`

const LYON = `# Notes for Lyon

The funicular to Fourvière runs until midnight. The traboules of the old town close at 19:00. Trains back leave every hour.
`

test.use({ viewport: { width: 1320, height: 840 }, deviceScaleFactor: 1.5, reducedMotion: 'reduce' })

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await expect(page.getByRole('region', { name: 'Messages' }).getByRole('button')).toHaveCount(0)
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
  test.setTimeout(300_000)
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

  await page.setViewportSize({ width: 1320, height: 1000 })
  await open(page, '/upcoming', 'Upcoming')
  await page.keyboard.press('a')
  const assistant = page.getByRole('region', { name: 'Assistant' })
  const message = assistant.getByRole('textbox', { name: 'Message to the assistant' })
  await message.fill('move everything in Trip to Lyon to monday')
  await message.press('Enter')
  await expect(assistant.getByRole('button', { name: 'Approve' })).toBeVisible()
  await picture(page, 'proposal')
  await assistant.getByRole('button', { name: 'Close the assistant' }).click()
  await page.setViewportSize({ width: 1320, height: 840 })

  await open(page, '/history', 'History')
  await page.getByRole('button', { name: /Measure the kitchen/ }).click()
  await picture(page, 'history')

  await open(page, '/library', 'Library')
  await page
    .locator('input[type=file]')
    .setInputFiles([file('Boiler manual.md', BOILER), file('Lease.md', LEASE), file('Lyon notes.md', LYON)])
  await expect(page.getByRole('list', { name: 'Documents' }).getByRole('listitem')).toHaveCount(3)
  await page
    .getByRole('textbox', { name: 'Ask your documents' })
    .fill('When does the boiler switch itself off?')
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'Sources' }).getByRole('button').first().click()
  await expect(page.locator('mark')).toBeVisible()
  await picture(page, 'library')

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
