import { createStore, useStore } from '../store'
import { messages as english, type MessageKey, type Messages } from './en'

export const LANGUAGES = { en: 'English', fr: 'Français' } as const
export type Language = keyof typeof LANGUAGES

interface Speech {
  language: Language
  locale: string
  messages: Messages
}

export const speech = createStore<Speech>({ language: 'en', locale: 'en-US', messages: english })

type Values = Record<string, string | number>

/**
 * The message in the language of the app, with `{name}` replaced by values. A message with several forms is
 * chosen by `count` and the plural rules of the language.
 */
export function t(key: MessageKey, values: Values = {}): string {
  const { messages, language, locale } = speech.get()
  const message = messages[key]
  let text: string
  if (typeof message === 'string') text = message
  else {
    const count = Number(values.count ?? 0)
    const form = new Intl.PluralRules(language).select(count)
    text = form === 'one' ? message.one : message.other
    values = { ...values, count: new Intl.NumberFormat(locale).format(count) }
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** Renders again when the language changes. */
export function useSpeech(): Speech {
  return useStore(speech)
}

export function languageOf(locale: string): Language {
  const language = locale.slice(0, 2).toLowerCase()
  return language in LANGUAGES ? (language as Language) : 'en'
}

/** Loads the catalogue of a locale's language and speaks it from then on. */
export async function speak(locale: string): Promise<void> {
  const language = languageOf(locale)
  const messages = language === 'fr' ? (await import('./fr')).messages : english
  speech.set({ language, locale, messages })
  document.documentElement.lang = language
}
