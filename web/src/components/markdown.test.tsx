import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Markdown } from './markdown'

afterEach(cleanup)

const html = (text: string) => render(<Markdown text={text} />).container

test('what people write is laid out', () => {
  const shown = html('# Head\n\n- **bold** and `code`\n- [x] done\n\n> said\n\n[site](https://example.org)')
  expect(shown.querySelector('strong')?.textContent).toBe('bold')
  expect(shown.querySelector('code')?.textContent).toBe('code')
  expect(shown.querySelector('a')?.getAttribute('rel')).toContain('noopener')
  expect(shown.textContent).toContain('☑')
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x)',
  '![x](https://tracker.example/p.png)',
  '<svg><animate onbegin=alert(1)>',
  '`<img src=x onerror=alert(1)>`',
  '<iframe src="https://example.org"></iframe>',
  '[x]: javascript:alert(1)\n\n[x]',
])('%s makes no element that runs or fetches', (text) => {
  const shown = html(text)
  expect(shown.querySelector('script, img, svg, iframe, object, style')).toBeNull()
  for (const link of shown.querySelectorAll('a')) expect(link.getAttribute('href')).toMatch(/^https?:/)
  for (const element of shown.querySelectorAll('*')) {
    for (const name of element.getAttributeNames()) expect(name).not.toMatch(/^on/)
  }
})

test('signs that HTML knows are shown as they were typed', () => {
  expect(html('a < b & c > "d" `x < y`').textContent).toBe('a < b & c > "d" x < y')
})
