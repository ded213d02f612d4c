import i18next from 'i18next'
import { errorCatalog } from '#shared/errors/catalog.ts'
import { ApiError } from '../api/apiError.ts'

const fill = (sentence: string, data: Readonly<Record<string, unknown>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in data ? String(data[name]) : whole,
  )

/** The sentence for whatever was thrown, in the page's language: what to do first, then what is wrong. */
export const present = (thrown: unknown): string => {
  const language = i18next.language === 'en' ? 'en' : 'zh-CN'
  if (!(thrown instanceof ApiError))
    return errorCatalog.internal.words[language].replace('{instance}', '–')
  if (thrown.code === 'offline') return i18next.t('app:offline')
  const data =
    thrown.data && typeof thrown.data === 'object' ? (thrown.data as Record<string, unknown>) : {}
  return fill(errorCatalog[thrown.code].words[language], {
    instance: thrown.instance || '–',
    ...data,
  })
}
