import { add, call, expect, row, signUp, test } from './story'

test('a task is looked into and changed in its panel', async ({ page }) => {
  await signUp(page)
  await add(page, 'Plan the garden today')
  await row(page, 'Plan the garden').getByRole('button', { name: 'Plan the garden', exact: true }).click()
  const panel = page.getByRole('complementary', { name: 'Task' })

  await panel.getByRole('button', { name: 'Add notes' }).click()
  await panel.getByRole('textbox', { name: 'Notes' }).fill('First the **beds**, then the paths.')
  await page.keyboard.press('Control+Enter')
  await expect(panel.locator('strong')).toHaveText('beds')

  await panel.getByRole('button', { name: /^Priority/ }).click()
  await page.getByRole('menuitem', { name: 'High' }).click()
  await expect(panel.getByRole('button', { name: 'Priority: High' })).toBeVisible()

  await panel.getByRole('button', { name: 'Never' }).click()
  await page.getByRole('menuitem', { name: 'every day', exact: true }).click()
  await expect(panel.getByRole('button', { name: 'every day' })).toBeVisible()

  await panel.getByRole('combobox', { name: 'Add a label' }).fill('outside')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('button', { name: 'Remove label outside' })).toBeVisible()

  await panel.getByRole('button', { name: 'Add a sub-task' }).click()
  await panel.getByRole('textbox', { name: 'Add a sub-task' }).fill('Measure the plot')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await panel.getByRole('checkbox', { name: 'Complete “Measure the plot”' }).click()
  await expect(panel.getByText('1/1')).toBeVisible()

  await panel.getByRole('textbox', { name: 'Write a comment' }).fill('Ask the neighbours too.')
  await panel.getByRole('button', { name: 'Comment', exact: true }).click()
  await expect(panel.getByText('Ask the neighbours too.')).toBeVisible()

  await panel.getByRole('button', { name: 'Today' }).click()
  await page.getByRole('textbox', { name: 'Date in words' }).fill('tomorrow at 8am')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('button', { name: /^Tomorrow/ })).toBeVisible()
  await expect(row(page, 'Plan the garden')).toBeHidden()

  await panel.getByRole('button', { name: 'History' }).click()
  await expect(panel.getByRole('listitem').filter({ hasText: 'Added task “Plan the garden”' })).toBeVisible()
  await panel.getByRole('button', { name: 'Close' }).click()
  await expect(panel).toBeHidden()
})

test('notes and titles of other people run nothing and call nobody', async ({ page }) => {
  await signUp(page)
  const asked: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1')) asked.push(request.url())
  })
  const notes = [
    '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>',
    '[click](javascript:window.hurt=1) [data](data:text/html,<script>window.hurt=1</script>)',
    '![pixel](https://tracker.example/p.png) <svg onload="window.hurt=1">',
    '[web](https://example.org)',
  ].join('\n\n')
  const task = await call<{ id: string }>(page, 'POST', '/api/v1/tasks', {
    title: '<img src=x onerror="window.hurt=1"> hello',
    notes,
  })
  await page.goto(`/inbox?task=${task.id}`)
  const panel = page.getByRole('complementary', { name: 'Task' })
  await expect(panel.getByRole('link', { name: 'web' })).toHaveAttribute('href', 'https://example.org')
  await expect(panel.getByRole('link', { name: 'click' })).toHaveCount(0)
  await expect(panel.getByRole('link', { name: 'data' })).toHaveCount(0)
  await expect(panel.locator('img, script, iframe')).toHaveCount(0)
  expect(await page.evaluate(() => 'hurt' in window)).toBe(false)
  expect(asked).toEqual([])
})
