import { expect, test } from 'vitest'
import { messages as english } from './en'
import { messages as french } from './fr'
import { languageOf, speak, t } from './t'

const blanks = (message: string | { one: string; other: string }) =>
  [...new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? [])].sort()

test('every message is there in French, with the same blanks to fill', () => {
  for (const [key, message] of Object.entries(english)) {
    expect(blanks(french[key as keyof typeof french]), key).toEqual(blanks(message))
  }
})

test('a count chooses the form, by the rules of the language', async () => {
  await speak('en-GB')
  expect(t('did.addedMany', { count: 1 })).toBe('Added 1 task')
  expect(t('did.addedMany', { count: 0 })).toBe('Added 0 tasks')
  await speak('fr-FR')
  expect(t('did.addedMany', { count: 0 })).toBe('0 tâche ajoutée')
  await speak('en-GB')
})

test('a language that is not spoken here is answered in English', () => {
  expect(languageOf('pt-BR')).toBe('en')
  expect(languageOf('fr-CA')).toBe('fr')
})
