import * as Y from 'yjs'
import { textblocks } from '#shared/plans/shape.ts'
import { attributeOf, childrenOf, type IsReadable } from './placeOf.ts'

type KeptText = {
  readonly delta: readonly {
    readonly insert: string
    readonly attributes: Readonly<Record<string, unknown>>
  }[]
}
type KeptElement = {
  readonly name: string
  readonly attrs: Readonly<Record<string, unknown>>
  readonly children: readonly (KeptElement | KeptText)[]
}

/** A step of more letters than this, as JSON, is not kept whole: a tray is not made for it. */
const MOST_LETTERS = 100_000

/** As `toDelta` says it, which says nothing of what has been deleted. */
const textOf = (text: Y.XmlText, isReadable: IsReadable): KeptText => {
  const marks = new Map<string, unknown>()
  const delta: { insert: string; attributes: Record<string, unknown> }[] = []
  for (const { content } of childrenOf(text).filter(isReadable)) {
    if (content instanceof Y.ContentFormat && content.value === null) marks.delete(content.key)
    else if (content instanceof Y.ContentFormat) marks.set(content.key, content.value)
    else if (content instanceof Y.ContentString)
      delta.push({ insert: content.str, attributes: Object.fromEntries(marks) })
  }
  return { delta }
}

const elementOf = (element: Y.XmlElement, isReadable: IsReadable): KeptElement => ({
  name: element.nodeName,
  attrs: Object.fromEntries(
    [...element._map].flatMap(([name, item]) =>
      isReadable(item) ? [[name, attributeOf(element, name)]] : [],
    ),
  ),
  children: childrenOf(element)
    .filter(isReadable)
    .flatMap(({ content }): readonly (KeptElement | KeptText)[] => {
      const type = content instanceof Y.ContentType ? content.type : null
      if (type instanceof Y.XmlText) return [textOf(type, isReadable)]
      return type instanceof Y.XmlElement ? [elementOf(type, isReadable)] : []
    }),
})

/** All that a step says: its title, minutes and rows with their marks. Null when it is none, or too long. */
export const keepStep = (step: Y.XmlElement | null, isReadable: IsReadable): string | null => {
  if (step?.nodeName !== 'lessonStep') return null
  const kept = JSON.stringify(elementOf(step, isReadable))
  return kept.length > MOST_LETTERS ? null : kept
}

const typeOf = (kept: KeptElement | KeptText): Y.XmlElement | Y.XmlText => {
  if ('delta' in kept) {
    const text = new Y.XmlText()
    text.applyDelta([...kept.delta])
    return text
  }
  const element = new Y.XmlElement(kept.name)
  // Typed as strings by Yjs, kept as whatever they are: the editor's binding does the same.
  for (const [name, value] of Object.entries(kept.attrs))
    element.setAttribute(name, value as string)
  const isEmptyLine = kept.children.length === 0 && textblocks.has(kept.name)
  element.insert(0, isEmptyLine ? [new Y.XmlText()] : kept.children.map(typeOf))
  return element
}

/** The step anew, to be put into a document. Its id is the same: comments and recordings name it. */
export const stepOf = (kept: string): Y.XmlElement | null => {
  const step = typeOf(JSON.parse(kept))
  return step instanceof Y.XmlElement ? step : null
}
