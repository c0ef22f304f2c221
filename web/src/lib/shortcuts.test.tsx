import { cleanup, fireEvent, render } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { nameOf, type Shortcuts, useShortcuts } from './shortcuts'

afterEach(cleanup)

function Listening({ keys, children }: { keys: Shortcuts; children?: React.ReactNode }) {
  useShortcuts(keys)
  return <>{children}</>
}

test('a chord is one thing, and its second key alone another', () => {
  const [go, today] = [vi.fn(), vi.fn()]
  render(
    <>
      <Listening keys={{ 'g t': go }} />
      <Listening keys={{ t: today }} />
    </>,
  )
  fireEvent.keyDown(window, { key: 'g' })
  fireEvent.keyDown(window, { key: 't' })
  expect(go).toHaveBeenCalledTimes(1)
  expect(today).not.toHaveBeenCalled()
  fireEvent.keyDown(window, { key: 't' })
  expect(today).toHaveBeenCalledTimes(1)
})

test('letters typed into a field are letters', () => {
  const add = vi.fn()
  const { getByRole } = render(
    <Listening keys={{ q: add, 'mod+k': add }}>
      <input aria-label="field" />
    </Listening>,
  )
  fireEvent.keyDown(getByRole('textbox'), { key: 'q' })
  expect(add).not.toHaveBeenCalled()
  fireEvent.keyDown(getByRole('textbox'), { key: 'k', ctrlKey: true })
  expect(add).toHaveBeenCalledTimes(1)
})

test('keys have one name on every system', () => {
  const key = (key: string, also: Partial<KeyboardEvent> = {}) =>
    nameOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...also })
  expect(key('K', { metaKey: true })).toBe('mod+k')
  expect(key('?', { shiftKey: true })).toBe('?')
  expect(key('T', { shiftKey: true })).toBe('shift+t')
  expect(key('ArrowUp', { altKey: true })).toBe('alt+ArrowUp')
})
