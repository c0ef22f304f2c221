import { createHmac } from 'node:crypto'
import { expect, PERSON, signUp, test } from './story'

/** The code of a moment, as an authenticator app computes it (RFC 6238). */
function totp(secret: string, now = Date.now()): string {
  const bits = [...secret.replace(/=+$/, '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('a second step guards the account, and is asked for at the next sign-in', async ({ page }) => {
  await signUp(page)
  await page.goto('/settings/security')
  const section = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Two-factor sign-in' }) })
  await section.getByLabel('Password').fill(PERSON.password)
  await section.getByRole('button', { name: 'Switch on' }).click()
  const secret = (await section.locator('code').textContent()) ?? ''
  await section.getByLabel('Six-digit code').fill(totp(secret))
  await section.getByRole('button', { name: 'Confirm' }).click()
  await expect(section.getByRole('button', { name: 'Switch off' })).toBeVisible()

  await page.getByRole('button', { name: PERSON.name }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('E-mail').fill(PERSON.email)
  await page.getByLabel('Password').fill(PERSON.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('Code').fill(totp(secret, Date.now() + 30_000))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible()
})
