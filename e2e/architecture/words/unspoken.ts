import { Visitor } from 'oxc-parser'
import type { Module } from '../engine/parseModule.ts'
import { matching } from './judgeCalls.ts'
import { HOLE, readCalls } from './readCalls.ts'
import { formsOf, type Pair } from './readCatalogues.ts'

/** Every string of a file: a key may be put together far from the `t` that says it. */
const stringsOf = ({ program }: Module): string[] => {
  const found: string[] = []
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string') found.push(value)
    },
    TemplateLiteral: ({ quasis }) => {
      found.push(quasis.map(({ value }) => value.cooked).join(HOLE))
    },
  }).visit(program)
  return found
}

/** `link.*` may be a key; a hole right at the beginning may be anything. */
const isKeyWithHoles = (text: string): boolean => /^\w+\.[\w.]*\*[\w.*]*$/.test(text)

/** Keys no component can ask for, `namespace:key`: sentences to translate that nobody reads. */
export const unspoken = (
  pairs: ReadonlyMap<string, Pair>,
  modules: readonly Module[],
): string[] => {
  const spoken = new Set<string>()
  for (const { namespace, key } of modules.flatMap(readCalls)) {
    const pair = pairs.get(namespace ?? '')
    if (!pair || !key) continue
    const forms = formsOf(pair['zh-CN']).keys()
    const whole = key.hasHoles ? [] : [key.text]
    // A key may also name a whole list (`returnObjects`).
    const said = [...whole, ...matching(key.hasHoles ? key.text : `${key.text}.${HOLE}`, forms)]
    for (const own of said) spoken.add(`${namespace}:${own}`)
  }
  const strings = new Set(modules.flatMap(stringsOf))
  const holed = [...strings].filter(isKeyWithHoles)
  return [...pairs].flatMap(([namespace, pair]) =>
    [...formsOf(pair['zh-CN']).keys()]
      .filter((key) => !strings.has(key) && !strings.has(`${namespace}:${key}`))
      .filter((key) => !holed.some((text) => matching(text, [key]).length > 0))
      .map((key) => `${namespace}:${key}`)
      .filter((full) => !spoken.has(full)),
  )
}
