import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

const folder = new URL('../../client/i18n/', import.meta.url).pathname
const han = /\p{Script=Han}/u

const sentencesIn = (value: unknown, path: string): readonly (readonly [string, string])[] => {
  if (typeof value === 'string') return [[path, value]]
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => sentencesIn(inner, `${path}.${key}`))
    : []
}

const catalogue = (language: 'zh-CN' | 'en'): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(folder, language)).flatMap((file) =>
      sentencesIn(JSON.parse(readFileSync(join(folder, language, file), 'utf8')), file),
    ),
  )

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
const filledIn = /\{\{\w+\}\}/g
const english = catalogue('en')

/** The lesson drawn beside the sign-in form has the sample's own words, as the sample's pages do. */
const PICTURED = 'accounts.json.clock.'

/**
 * One pattern a Chinese sentence of the interface; what a teacher fills in may be anything. Left out
 * is what is Chinese in English too (a lesson in a picture, 中文) and single characters.
 */
const patterns: readonly RegExp[] = [...catalogue('zh-CN')]
  .filter(([key, sentence]) => {
    const own = sentence.replace(filledIn, '')
    const isPictured = key.startsWith(PICTURED)
    return !isPictured && han.test(own) && own.length > 1 && !han.test(english.get(key) ?? '')
  })
  .map(([, sentence]) => new RegExp(`^${sentence.split(filledIn).map(escaped).join('.+')}$`, 'u'))

/** Everything a reader or a screen reader gets that has Han characters in it, outside of a plan's own text. */
const hanTexts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node as HTMLElement
      if (element.closest('.ProseMirror, script, style, body [lang="zh-CN"]')) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        texts.push(element.getAttribute(name) ?? '')
      for (const child of element.childNodes)
        if (child.nodeType === Node.TEXT_NODE) texts.push(child.textContent ?? '')
    }
    return texts.map((text) => text.trim()).filter((text) => /\p{Script=Han}/u.test(text))
  })

/** Sentences of the Chinese interface that stand on an English page; what people wrote is none. */
export const untranslated = async (page: Page): Promise<readonly string[]> => {
  const found = (await hanTexts(page)).filter((text) => patterns.some((one) => one.test(text)))
  return [...new Set(found)]
}
