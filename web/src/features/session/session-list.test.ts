import { expect, test } from 'vitest'
import { programOf } from './session-list'

test('a browser is named as people know it', () => {
  expect(programOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe(
    'Firefox, Linux',
  )
  expect(
    programOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605 Version/18 Safari/605'),
  ).toBe('Safari, macOS')
  expect(programOf('curl/8.0')).toBe('curl/8.0')
})
