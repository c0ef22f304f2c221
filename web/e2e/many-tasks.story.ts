import { call, expect, signUp, test } from './story'

const COUNT = 5000

test('five thousand tasks open quickly and scroll without a stutter', async ({ page }) => {
  test.setTimeout(240_000)
  await signUp(page)
  for (let from = 0; from < COUNT; from += 100) {
    const text = Array.from({ length: 100 }, (_, n) => `Number ${from + n + 1}`).join('\n')
    await call(page, 'POST', '/api/v1/tasks/quick', { text })
  }
  await page.goto('/inbox')
  const begun = Date.now()
  await expect(page.getByRole('link', { name: /^Inbox/ })).toContainText(String(COUNT), { timeout: 60_000 })
  const readMs = Date.now() - begun

  const rows = await page.getByRole('main').getByRole('listitem').count()
  expect(rows, 'rows that are drawn').toBeLessThan(80)

  const frames = await page.evaluate(async () => {
    const list = document.querySelector('main ul')
    const scroller = list?.closest<HTMLElement>('.scroll-calm')
    if (!scroller) throw new Error('nothing scrolls')
    const times: number[] = []
    let last = performance.now()
    for (let n = 0; n < 180; n++) {
      scroller.scrollTop += 400
      await new Promise(requestAnimationFrame)
      const now = performance.now()
      times.push(now - last)
      last = now
    }
    times.sort((a, b) => a - b)
    return { median: times[90] ?? 0, late: times[171] ?? 0, reached: scroller.scrollTop }
  })
  console.log(
    `read in ${readMs} ms; a frame takes ${frames.median.toFixed(1)} ms, 95 % within ${frames.late.toFixed(1)} ms`,
  )
  expect(frames.reached).toBeGreaterThan(60_000)
  expect(frames.median, 'milliseconds of a frame').toBeLessThan(34)
})
