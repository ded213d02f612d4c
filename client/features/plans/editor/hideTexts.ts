import * as Y from 'yjs'
import { childrenOf } from '../recovery/placeOf.ts'

/** What the binding asks of an element, and does with it. */
const ASKED = ['toArray', 'get', 'slice', 'insert', 'delete'] as const

const isInline = (child: unknown): boolean =>
  child instanceof Y.XmlText || (child instanceof Y.XmlElement && child.nodeName === 'hardBreak')

/** Whether the binding would write it anew: texts lie beside each other, or one waits beside others. */
const isManifold = (children: readonly unknown[]): boolean =>
  children.length > 1 &&
  children.every(isInline) &&
  children.some((child, at) => {
    const before = children[at - 1]
    return child instanceof Y.XmlText && (child.length === 0 || before instanceof Y.XmlText)
  })

export const manifoldLinesIn = (parent: Y.XmlFragment): readonly Y.XmlElement[] =>
  parent.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlElement)) return []
    return isManifold(child.toArray()) ? [child] : manifoldLinesIn(child)
  })

/** The line as the binding would have it, in a document of its own. */
const copyOf = (line: Y.XmlElement): Y.XmlFragment => {
  const copy = new Y.Doc().getXmlFragment('line')
  let text: Y.XmlText | null = null
  for (const child of line.toArray()) {
    if (!(child instanceof Y.XmlText)) {
      copy.push([new Y.XmlElement('hardBreak')])
      text = null
    } else if (child.length > 0) {
      if (!text) {
        text = new Y.XmlText()
        copy.push([text])
      }
      text.applyDelta([{ retain: text.length }, ...child.toDelta()])
    }
  }
  return copy
}

/** Of a line that the binding does not see, as it was deleted or not meanwhile. */
const countedLength = (line: Y.XmlElement): number =>
  childrenOf(line).reduce(
    (sum, { deleted, countable, length }) => sum + (deleted || !countable ? 0 : length),
    0,
  )

/**
 * Has the binding see and write a copy in the place of what is in the line: whenever lines come or go, it
 * writes all beside them anew that is not as it makes it. Until the answer is called.
 */
export const hideTexts = (line: Y.XmlElement): (() => void) => {
  const copy = copyOf(line)
  for (const name of ASKED)
    Object.defineProperty(line, name, { value: copy[name].bind(copy), configurable: true })
  Object.defineProperty(line, '_length', {
    get: () => copy.length,
    set: () => undefined,
    configurable: true,
    enumerable: true,
  })
  return () => {
    for (const name of ASKED) Reflect.deleteProperty(line, name)
    const value = countedLength(line)
    Object.defineProperty(line, '_length', { value, writable: true, configurable: true })
    copy.doc?.destroy()
  }
}
