import { expect, expectAccessible, signUp, test } from './story'

const MANUAL = `# Boiler manual

## Pressure

The working pressure is 1.5 bar. Below 0.8 bar the boiler switches itself off and shows the fault F22.

## Filling

Open both valves under the boiler until the gauge shows 1.5 bar, then close them one after the other.
`

test('a document is asked, and the answer opens where it stands', async ({ page }) => {
  await signUp(page)
  await page.getByRole('link', { name: 'Library' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing to read yet' })).toBeVisible()
  await expectAccessible(page, 'library, empty')
  await page.locator('input[type=file]').setInputFiles({
    name: 'boiler.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from(MANUAL),
  })
  const list = page.getByRole('list', { name: 'Documents' })
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await expect(list.getByText('Being read…')).toBeHidden()

  await page.getByRole('textbox', { name: 'Ask your documents' }).fill('What is the working pressure?')
  await page.keyboard.press('Enter')
  const sources = page.getByRole('list', { name: 'Sources' })
  await expect(sources.getByRole('listitem').first()).toContainText('1.5 bar')
  await sources.getByRole('button').first().click()
  await expect(page.locator('mark')).toContainText('working pressure is 1.5 bar')
  await expectAccessible(page, 'library, reading')

  await page
    .getByRole('textbox', { name: 'Ask your documents' })
    .fill('Who won the chess championship of 1972?')
  await page.keyboard.press('Enter')
  await expect(sources).toBeHidden()
  await expect(page.getByText('None of your documents says anything about this.')).toBeVisible()
})
