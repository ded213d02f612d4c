import * as Y from 'yjs'
import { planText, wordsOf } from '#shared/plans/planText.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { putInLine } from './putInLine.ts'

/** Whether all letters of the one stand in the other, in their order. */
const isWithin = (few: string, many: string): boolean => {
  let at = 0
  for (const letter of many) if (few.startsWith(letter, at)) at += letter.length
  return at === few.length
}

/** Whether one is the other with some letters more. */
const isGrown = (a: string, b: string): boolean => {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  return few.length * 2 >= many.length && isWithin(few, many)
}

/** Shorter lines are like others by chance. */
const FEWEST_LETTERS = 4

const isSurelyGrown = (a: string, b: string): boolean =>
  isGrown(a, b) && Math.min([...a].length, [...b].length) >= FEWEST_LETTERS

type IsKin = (a: string, b: string) => boolean

/** The place of the line that is this one; -1 when there is none. */
const placeOf = (line: string, standing: readonly string[], isKin: IsKin): number => {
  const same = standing.indexOf(line)
  return same < 0 ? standing.findIndex((one) => isKin(one, line)) : same
}

/** `left` are the lines that do not stand there. */
type Back = { readonly left: readonly string[]; takeOut(): void }

/** Gives lines that stand the letters that they lack of these. */
const backInTexts = (
  doc: Y.Doc,
  texts: readonly Y.XmlText[],
  lines: readonly string[],
  isKin: IsKin,
): Back => {
  const standing = texts.map((text) => ({ text, line: wordsOf(text) }))
  const takeOuts: (() => void)[] = []
  const left = lines.filter((becomes) => {
    const words = standing.map(({ line }) => line)
    const at = placeOf(becomes, words, isKin)
    const [stands] = at < 0 ? [] : standing.splice(at, 1)
    if (!stands) return true
    const { line, text } = stands
    if (text.parent instanceof Y.XmlFragment) {
      const takeOut = putInLine(doc, text.parent, { line, becomes, stepId: null })
      if (takeOut) takeOuts.push(takeOut)
    }
    return false
  })
  return { left, takeOut: () => takeOuts.forEach((one) => void one()) }
}

/**
 * Lines that went with their step, where it stands again by somebody else's hand: it says most of them
 * itself, and gets the letters that it lacks of those.
 */
export const backInStep = (doc: Y.Doc, stepId: string, lines: readonly string[]): Back => {
  const { runs } = planText(doc.getXmlFragment(PLAN_BODY))
  const texts = runs.filter((run) => run.stepId === stepId).map(({ text }) => text)
  return backInTexts(doc, texts, lines, isGrown)
}

const isIn = (type: unknown, blocks: readonly unknown[]): boolean =>
  type instanceof Y.AbstractType && (blocks.includes(type) || isIn(type.parent, blocks))

/**
 * The same of lines that went by themselves, where somebody has brought them back to where they stood:
 * of what stands there one that says the same, or so much of it that this is no chance.
 */
export const backBeside = (
  doc: Y.Doc,
  { host, index }: { readonly host: Y.XmlFragment; readonly index: number },
  lines: readonly string[],
): Back => {
  const { runs } = planText(doc.getXmlFragment(PLAN_BODY))
  const from = Math.max(0, index - lines.length)
  const blocks = host.toArray().slice(from, index + lines.length)
  const texts = runs.map(({ text }) => text).filter((text) => isIn(text, blocks))
  return backInTexts(doc, texts, lines, isSurelyGrown)
}
