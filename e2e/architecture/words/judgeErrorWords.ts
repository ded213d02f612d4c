import type { Words } from '#shared/errors/defineErrors.ts'

const han = /\p{Script=Han}/u
const halfWidth = /\p{Script=Han}\s*[,;:?!()]|[,;:?!()]\s*\p{Script=Han}/u

/** A sentence to read while something goes wrong: long enough to help, short enough for a toast. */
const length = { 'zh-CN': [6, 60], en: [12, 160] } as const

const holes = (sentence: string): string =>
  [...sentence.matchAll(/\{(\w+)\}/g)]
    .map(([, name = '']) => name)
    .sort()
    .join(', ')

/** What is wrong with the two sentences of one error code. */
export const judgeErrorWords = (code: string, words: Words): string[] => {
  const { 'zh-CN': chinese, en } = words
  const wrong: string[] = []
  if (!han.test(chinese)) wrong.push('the Chinese is not Chinese')
  if (han.test(en)) wrong.push('the English is not English')
  if (halfWidth.test(chinese)) wrong.push('half-width mark in the Chinese')
  if (holes(chinese) !== holes(en)) wrong.push(`{${holes(chinese)}} against {${holes(en)}}`)
  for (const language of ['zh-CN', 'en'] as const) {
    const [least, most] = length[language]
    const size = [...words[language]].length
    if (size > most || (size < least && size > 0))
      wrong.push(`${language} has ${size} characters, not ${least} to ${most}`)
  }
  return wrong.map((what) => `${code}: ${what}`)
}
