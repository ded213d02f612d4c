import type { Node } from '@tiptap/pm/model'
import type { TextRange } from '#shared/plans/anchors.ts'

/** Where a piece of words stands in the editor (`pos`) and in the plan's plain text (`from`). */
type Piece = { readonly pos: number; readonly from: number; readonly length: number }

/**
 * The editor's side of `planText`: reads the same characters in the same order, so that an offset
 * into the Y document is a place in the editor and the other way round.
 */
export const editorText = (doc: Node) => {
  const pieces: Piece[] = []
  let length = 0
  const visit = (block: Node, start: number): void => {
    block.forEach((child, offset) => {
      if (child.isText || child.isLeaf) {
        pieces.push({ pos: start + offset, from: length, length: child.nodeSize })
        length += child.nodeSize
      } else visit(child, start + offset + 1)
    })
    if (!block.isTextblock) return
    // The end of the block, one newline long.
    pieces.push({ pos: start + block.content.size, from: length, length: 0 })
    length += 1
  }
  visit(doc, 0)
  return {
    /** Agrees with the Y document's except in the moments before one has followed the other. */
    length,
    /** Of a place between two blocks: the next words. */
    offsetOf: (pos: number): number => {
      const piece = pieces.find((p) => pos <= p.pos + p.length)
      return piece ? piece.from + Math.max(0, pos - piece.pos) : length
    },
    /** `end` prefers the place right after the character before. */
    posOf: (offset: number, end: boolean): number => {
      const piece = pieces.find((p) =>
        end
          ? offset <= p.from + p.length
          : offset < p.from + p.length || (p.length === 0 && offset === p.from),
      )
      return piece ? piece.pos + Math.max(0, offset - piece.from) : doc.content.size
    },
  }
}

export const toEditorRange = (
  doc: Node,
  range: TextRange,
): { readonly from: number; readonly to: number } => {
  const text = editorText(doc)
  return { from: text.posOf(range.from, false), to: text.posOf(range.to, true) }
}
