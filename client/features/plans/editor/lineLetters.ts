import type { Node, ResolvedPos } from '@tiptap/pm/model'
import * as Y from 'yjs'
import { childrenOf } from '../recovery/placeOf.ts'

/** A text block of the document, and the Yjs names of its letters: one for each place in it. */
export type LineLetters = { readonly block: Y.XmlElement; readonly names: readonly string[] }

const nameOf = ({ id }: Y.Item, index = 0): string => `${id.client}.${id.clock + index}`

/** A line break counts as one letter, as it does in places of the editor. */
export const namesIn = (block: Y.XmlElement): readonly string[] =>
  childrenOf(block).flatMap((child) => {
    if (child.deleted) return []
    const type = child.content instanceof Y.ContentType ? child.content.type : null
    if (!(type instanceof Y.XmlText)) return [nameOf(child)]
    return childrenOf(type).flatMap((item) =>
      item.deleted || !item.countable
        ? []
        : Array.from({ length: item.length }, (_, index) => nameOf(item, index)),
    )
  })

/** The document's element for the text block of a place; null where the paper is ahead of it. */
export const blockAt = (body: Y.XmlFragment, $pos: ResolvedPos): Y.XmlElement | null => {
  let holder: Y.XmlFragment = body
  for (let depth = 0; depth < $pos.depth; depth += 1) {
    const child: unknown = holder.length > $pos.index(depth) ? holder.get($pos.index(depth)) : null
    if (!(child instanceof Y.XmlElement)) return null
    if (child.nodeName !== $pos.node(depth + 1).type.name) return null
    holder = child
  }
  return holder instanceof Y.XmlElement ? holder : null
}

export const lettersAt = (body: Y.XmlFragment, $pos: ResolvedPos): LineLetters | null => {
  const block = blockAt(body, $pos)
  return block && { block, names: namesIn(block) }
}

/** Where a block's first letter is, in a paper that says what the document says. */
export const startOf = (block: Y.XmlElement, body: Y.XmlFragment, paper: Node): number | null => {
  const { parent } = block
  const isTop = parent === body
  if (!isTop && !(parent instanceof Y.XmlElement)) return null
  const start = isTop ? 0 : startOf(parent as Y.XmlElement, body, paper)
  if (start === null) return null
  const node = isTop ? paper : paper.resolve(start).parent
  const index = (parent as Y.XmlFragment).toArray().indexOf(block)
  if (index < 0 || index >= node.childCount) return null
  let pos = start
  for (let before = 0; before < index; before += 1) pos += node.child(before).nodeSize
  return pos + 1
}

export type Spot = { readonly block: Y.XmlElement; readonly offset: number }

/** The text in a block that holds these places, and where they begin in it. */
export const textAt = ({ block, offset }: Spot, length: number) => {
  let at = offset
  for (const child of block.toArray()) {
    const size = child instanceof Y.XmlText ? child.length : 1
    if (child instanceof Y.XmlText && at + length <= size) return { text: child, at }
    at -= size
  }
  return null
}
