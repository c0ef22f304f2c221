import { execFileSync } from 'node:child_process'
import { defineConfig } from '@playwright/test'

/** The browser of the system; CHROMIUM names another. */
function chromium(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  for (const name of names) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim()
    } catch {
      // Not under this name: try the next.
    }
  }
  throw new Error(`No browser found: install one of ${names.join(', ')}, or set CHROMIUM to its path.`)
}

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.story.ts',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromium(),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})
