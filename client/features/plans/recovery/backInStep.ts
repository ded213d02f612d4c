import type * as Y from 'yjs'
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

/** The place of the line that is this one; -1 when there is none. */
const placeOf = (line: string, standing: readonly string[]): number => {
  const same = standing.indexOf(line)
  return same < 0 ? standing.findIndex((one) => isGrown(one, line)) : same
}

/**
 * Lines that went with their step, where it stands again by somebody else's hand: it says most of them
 * itself, and gets the letters that it lacks of those. `left` are the lines that it does not say.
 */
export const backInStep = (
  doc: Y.Doc,
  stepId: string,
  lines: readonly string[],
): { readonly left: readonly string[]; takeOut(): void } => {
  const body = doc.getXmlFragment(PLAN_BODY)
  const runs = planText(body).runs.filter((run) => run.stepId === stepId)
  const standing = runs.map(({ text }) => wordsOf(text))
  const takeOuts: (() => void)[] = []
  const left = lines.filter((becomes) => {
    const at = placeOf(becomes, standing)
    const [line] = at < 0 ? [] : standing.splice(at, 1)
    if (line === undefined) return true
    const takeOut = putInLine(doc, body, { line, becomes, stepId })
    if (takeOut) takeOuts.push(takeOut)
    return false
  })
  return { left, takeOut: () => takeOuts.forEach((one) => void one()) }
}
