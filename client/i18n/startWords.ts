import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

const STORED = 'yanke.language'

const isLanguage = (value: string | null): value is Language =>
  languages.some((own) => own === value)

/** One small file per language and slice, fetched with the page that needs it. */
const catalogues = import.meta.glob<{ default: Record<string, unknown> }>('./*/*.json')

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = catalogues[`./${language}/${namespace}.json`]
    if (!load) return done(new Error(`no words for ${language}/${namespace}`), null)
    load().then(
      (module) => done(null, module.default),
      (thrown: unknown) => done(thrown instanceof Error ? thrown : new Error(String(thrown)), null),
    )
  },
}

/** Chinese unless this browser chose English before. */
export const storedLanguage = (): Language => {
  const stored = localStorage.getItem(STORED)
  return isLanguage(stored) ? stored : 'zh-CN'
}

export const chooseLanguage = async (language: Language): Promise<void> => {
  localStorage.setItem(STORED, language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

/** Ready before the first paint, so that no key is ever shown. */
export const startWords = async (): Promise<void> => {
  const language = storedLanguage()
  document.documentElement.lang = language
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: [...languages],
      load: 'currentOnly',
      ns: ['app'],
      defaultNS: 'app',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    })
}
