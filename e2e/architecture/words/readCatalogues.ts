import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readText, root } from '../engine/readTree.ts'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

/** Every sentence of one namespace in one language by its full key, `rail.home`. */
export type Words = ReadonlyMap<string, string>

/** One namespace as both languages have it. */
export type Pair = Readonly<Record<Language, Words>>

/** Nested groups and lists as one flat list of keys. Anything but sentences in them is refused. */
export const flatten = (value: unknown, path = ''): [string, string][] => {
  if (typeof value === 'string') return [[path, value]]
  if (!value || typeof value !== 'object')
    throw new Error(`${path} is neither a sentence nor a group of sentences`)
  return Object.entries(value).flatMap(([key, own]) => flatten(own, path ? `${path}.${key}` : key))
}

const namespacesOf = (language: Language): string[] =>
  readdirSync(join(root, 'client/i18n', language))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''))
    .sort()

const readWords = (language: Language, namespace: string): Words =>
  new Map(flatten(JSON.parse(readText(`client/i18n/${language}/${namespace}.json`))))

/** All catalogues by namespace; a namespace that one language lacks has no words there. */
export const readCatalogues = (): {
  readonly namespaces: Readonly<Record<Language, readonly string[]>>
  readonly pairs: ReadonlyMap<string, Pair>
} => {
  const namespaces = { 'zh-CN': namespacesOf('zh-CN'), en: namespacesOf('en') }
  const read = (language: Language, name: string): Words =>
    namespaces[language].includes(name) ? readWords(language, name) : new Map()
  const all = [...new Set([...namespaces['zh-CN'], ...namespaces.en])]
  return {
    namespaces,
    pairs: new Map(
      all.map((name) => [name, { 'zh-CN': read('zh-CN', name), en: read('en', name) }]),
    ),
  }
}

/** i18next's endings for numbers: `views_one`, `views_other`. */
const PLURAL = /_(zero|one|two|few|many|other)$/

/** The key a component asks for: without the ending that i18next chooses by `count`. */
export const stemOf = (key: string, words: Words): string => {
  const stem = key.replace(PLURAL, '')
  return words.has(`${stem}_other`) ? stem : key
}

/** Forms of each key: `views` → its sentences, one or several. */
export const formsOf = (words: Words): Map<string, string[]> => {
  const forms = new Map<string, string[]>()
  for (const [key, sentence] of words) {
    const stem = stemOf(key, words)
    forms.set(stem, [...(forms.get(stem) ?? []), sentence])
  }
  return forms
}

/** Names in `{{name}}` and `{{name, format}}`. */
export const variablesOf = (sentence: string): string[] =>
  [...sentence.matchAll(/\{\{-?\s*([\w.]+)\s*(?:,[^}]*)?\}\}/g)].map(([, name = '']) => name)
