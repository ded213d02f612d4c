import * as Y from 'yjs'
import { holders, textblocks } from './shape.ts'

/** One piece of Y text and where it stands in the plan's plain text. */
export type TextRun = {
  readonly text: Y.XmlText
  readonly from: number
  readonly length: number
  readonly stepId: string | null
}

/** The plan's words as one string: a textblock is a line, a line break within it is a newline too. */
export type PlanText = { readonly value: string; readonly runs: readonly TextRun[] }

/** Without formatting. An embedded object counts one character, as it does in Yjs. */
export const wordsOf = (text: Y.XmlText): string =>
  (text.toDelta() as readonly { readonly insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc'))
    .join('')

const stepIdOf = (element: Y.XmlElement, outer: string | null): string | null => {
  if (element.nodeName !== 'lessonStep') return outer
  const stepId: unknown = element.getAttribute('stepId')
  return typeof stepId === 'string' ? stepId : null
}

const isInline = (child: unknown): boolean =>
  child instanceof Y.XmlText || (child instanceof Y.XmlElement && child.nodeName === 'hardBreak')

/** What is none of a plan's own elements, and holds only words, is shown as a line too. */
const isLine = (element: Y.XmlElement): boolean =>
  textblocks.has(element.nodeName) ||
  (!holders.has(element.nodeName) && element.toArray().every(isInline))

/** Reads a plan's body from its first word to its last. Offsets agree with the editor's own reading. */
export const planText = (body: Y.XmlFragment): PlanText => {
  const runs: TextRun[] = []
  let value = ''
  const visit = (parent: Y.XmlFragment, stepId: string | null): void => {
    for (const child of parent.toArray()) {
      if (child instanceof Y.XmlText) {
        runs.push({ text: child, from: value.length, length: child.length, stepId })
        value += wordsOf(child)
      } else if (child instanceof Y.XmlElement) {
        if (child.nodeName === 'hardBreak') value += '\n'
        else visit(child, stepIdOf(child, stepId))
        if (isLine(child)) value += '\n'
      }
    }
  }
  visit(body, null)
  return { value, runs }
}
