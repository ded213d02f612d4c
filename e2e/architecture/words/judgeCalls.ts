import { type Call, HOLE } from './readCalls.ts'
import { formsOf, type Pair, variablesOf } from './readCatalogues.ts'

/** i18next's own options beside the variables of a sentence. */
const OPTIONS = new Set(['ns', 'lng', 'context', 'defaultValue', 'returnObjects', 'ordinal'])

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The keys of a namespace that a key with holes can become. */
export const matching = (text: string, keys: Iterable<string>): string[] => {
  const pattern = new RegExp(`^${text.split(HOLE).map(quoted).join('.+')}$`)
  return [...keys].filter((key) => pattern.test(key))
}

/** What is wrong with one call, or null. Chinese stands for both: the languages are compared elsewhere. */
export const wrongWith = (call: Call, pairs: ReadonlyMap<string, Pair>): string | null => {
  const { namespace, key, given } = call
  if (namespace === null) return 'which catalogue? Write TFunction<’namespace’> on the parameter'
  const pair = pairs.get(namespace)
  if (!pair) return `no catalogue “${namespace}”`
  if (!key) return null
  const forms = formsOf(pair['zh-CN'])
  const found = key.hasHoles ? matching(key.text, forms.keys()) : [key.text]
  if (found.length === 0) return `no key like “${namespace}:${key.text}”`
  if (key.hasHoles) return null
  if (given?.includes('returnObjects') && matching(`${key.text}.${HOLE}`, forms.keys()).length > 0)
    return null
  const sentences = forms.get(key.text)
  if (!sentences) return `no key “${namespace}:${key.text}”`
  if (!given) return null
  const needed = new Set(sentences.flatMap(variablesOf))
  if (pair['zh-CN'].has(`${key.text}_other`)) needed.add('count')
  const lacks = [...needed].filter((name) => !given.includes(name))
  if (lacks.length > 0) return `“${namespace}:${key.text}” needs {${lacks.join(', ')}}`
  if (call.isChoice) return null
  const idle = given.filter((name) => !needed.has(name) && !OPTIONS.has(name))
  return idle.length > 0 ? `“${namespace}:${key.text}” has no {${idle.join(', ')}}` : null
}
