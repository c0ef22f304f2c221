import { expect, test } from 'vitest'
import { pathHere } from './sign-in'

test('after signing in only a path of this app is gone to', () => {
  expect(pathHere('/inbox?task=1')).toBe('/inbox?task=1')
  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    undefined,
  ]) {
    expect(pathHere(elsewhere)).toBeNull()
  }
})
