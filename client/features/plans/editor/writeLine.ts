import type { Mark, Node } from '@tiptap/pm/model'
import { simpleDiffString } from 'lib0/diff'
import * as Y from 'yjs'

/** Stands for a line break where a line is compared; no letter of anybody's. */
const BREAK = '\ufffc'

type Child = Y.XmlText | Y.XmlElement

const lettersIn = (child: Child): string =>
  child instanceof Y.XmlElement
    ? BREAK
    : (child.toDelta() as readonly { readonly insert: unknown }[])
        .map(({ insert }) => (typeof insert === 'string' ? insert : BREAK))
        .join('')

/** What stands in a line; null where something does that is neither letters nor a line break. */
const childrenIn = (line: Y.XmlElement): readonly Child[] | null => {
  const children: Child[] = []
  for (const child of line.toArray()) {
    const isBreak = child instanceof Y.XmlElement && child.nodeName === 'hardBreak'
    const isText = child instanceof Y.XmlText && !lettersIn(child).includes(BREAK)
    if (!isBreak && !isText) return null
    children.push(child)
  }
  return children
}

const wordsOf = (node: Node): string | null => {
  const words: string[] = []
  for (const child of node.content.content) {
    if (child.text?.includes(BREAK)) return null
    if (!child.isText && child.type.name !== 'hardBreak') return null
    words.push(child.text ?? BREAK)
  }
  return words.join('')
}

const sizeOf = (child: Child): number => (child instanceof Y.XmlText ? child.length : 1)

const placeOf = (line: Y.XmlElement, child: Child): number => line.toArray().indexOf(child)

const takeOut = (line: Y.XmlElement, from: number, to: number): void => {
  let at = 0
  for (const child of childrenIn(line) ?? []) {
    const [start, end] = [Math.max(from, at) - at, Math.min(to, at + sizeOf(child)) - at]
    at += sizeOf(child)
    if (start >= end) continue
    if (child instanceof Y.XmlText) child.delete(start, end - start)
    else line.delete(placeOf(line, child), 1)
  }
}

/** The text in which letters at this place of the line stand, or before which child one is to be made. */
const spotAt = (line: Y.XmlElement, place: number) => {
  const children = childrenIn(line) ?? []
  let at = 0
  for (const [index, child] of children.entries()) {
    const offset = place - at
    if (child instanceof Y.XmlText && offset <= child.length) return { index, text: child, offset }
    if (offset <= 0) return { index, text: null, offset: 0 }
    at += sizeOf(child)
  }
  return { index: children.length, text: null, offset: 0 }
}

const typesOf = (words: readonly string[]): Child[] =>
  words.flatMap((said, at) => [
    ...(at > 0 ? [new Y.XmlElement('hardBreak')] : []),
    ...(said === '' ? [] : [new Y.XmlText(said)]),
  ])

/**
 * What begins where no text is lies behind something that is gone: what another page begins at once
 * comes before that. Its own text right behind another the binding would take into the other, with
 * what is being typed in it.
 */
const begin = (line: Y.XmlElement, index: number, types: Child[]): void => {
  line.insert(index, [new Y.XmlText(), ...types])
  line.delete(index, 1)
}

/** Line breaks before the first letter of a text leave it; within one they part it, and its end is made anew. */
const putIn = (line: Y.XmlElement, place: number, words: string): void => {
  const { index, text, offset } = spotAt(line, place)
  const parts = words.split(BREAK)
  const last = parts.at(-1) ?? ''
  if (!text) begin(line, index, typesOf(parts))
  else if (parts.length === 1) text.insert(offset, words)
  else if (offset === 0) {
    text.insert(0, last)
    line.insert(index, typesOf([...parts.slice(0, -1), '']))
  } else {
    const rest = lettersIn(text).slice(offset)
    text.delete(offset, rest.length)
    text.insert(offset, parts[0] ?? '')
    line.insert(index + 1, typesOf(['', ...parts.slice(1, -1), last + rest]))
  }
}

const attributesOf = (marks: readonly Mark[]): Record<string, unknown> =>
  Object.fromEntries(marks.map(({ type, attrs }) => [type.name, attrs]))

/** Names of the formats in a text, each taken away: what stays is said anew. */
const withoutFormats = (text: Y.XmlText): Record<string, null> => {
  const names: Record<string, null> = {}
  for (let item = text._start; item; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentFormat) names[item.content.key] = null
  return names
}

const reformat = (line: Y.XmlElement, node: Node): void => {
  let at = 0
  for (const child of childrenIn(line) ?? []) {
    const [from, to] = [at, at + sizeOf(child)]
    at = to
    if (!(child instanceof Y.XmlText) || from === to) continue
    const none = withoutFormats(child)
    const delta: { retain: number; attributes: Record<string, unknown> }[] = []
    node.nodesBetween(from, to, (part, pos) => {
      const retain = Math.min(to, pos + part.nodeSize) - Math.max(from, pos)
      delta.push({ retain, attributes: { ...none, ...attributesOf(part.marks) } })
    })
    child.applyDelta(delta)
  }
}

/** Whether a line is, or becomes, other than the one text that the binding takes every line for. */
export const isManifold = (line: Y.XmlElement, node: Node): boolean =>
  line.length !== 1 || !node.content.content.every(({ isText }) => isText)

/**
 * Makes a line say what the paper says, and touches only what differs. The binding takes all letters
 * between two line breaks for one text: where several lie beside each other, or a line break comes or
 * goes, it says letters again that stand in another text, and deletes that with what others are typing
 * into it. Here every text stays, and a line break goes alone. Answers whether it could.
 */
export const writeLine = (line: Y.XmlElement, node: Node): boolean => {
  const children = childrenIn(line)
  const words = wordsOf(node)
  if (!children || words === null) return false
  const { index, remove, insert } = simpleDiffString(children.map(lettersIn).join(''), words)
  if (remove > 0) takeOut(line, index, index + remove)
  if (insert !== '') putIn(line, index, insert)
  reformat(line, node)
  return true
}
