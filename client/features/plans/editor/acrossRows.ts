import { Extension } from '@tiptap/core'
import type { Node, ResolvedPos } from '@tiptap/pm/model'
import { Plugin, Selection, TextSelection, type Transaction } from '@tiptap/pm/state'

/** The row, title or cell a place is in; null for the plain text between the steps. */
const roomOf = ($pos: ResolvedPos): number | null => {
  for (let depth = $pos.depth; depth > 0; depth -= 1)
    if (['stepRow', 'stepTitle'].includes($pos.node(depth).type.name)) return $pos.before(depth)
  return null
}

export const isAcrossRows = (selection: Selection): boolean =>
  selection instanceof TextSelection && roomOf(selection.$from) !== roomOf(selection.$to)

const wholeBlocks = (doc: Node, from: number, to: number): readonly [number, number][] => {
  const found: [number, number][] = []
  doc.forEach((node, pos) => {
    if (from <= pos && pos + node.nodeSize <= to) found.push([pos, pos + node.nodeSize])
  })
  return found
}

const partsOfText = (doc: Node, from: number, to: number): readonly [number, number][] => {
  const found: [number, number][] = []
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true
    const [start, end] = [Math.max(from, pos + 1), Math.min(to, pos + 1 + node.content.size)]
    if (start < end) found.push([start, end])
    return false
  })
  return found
}

/** Takes the selected words away and leaves the rows they stood in; what lies inside whole, goes whole. */
export const deleteWords = (tr: Transaction): Transaction => {
  const { from, to } = tr.selection
  const blocks = wholeBlocks(tr.doc, from, to)
  const isInBlock = (pos: number) => blocks.some(([start, end]) => pos >= start && pos < end)
  const words = partsOfText(tr.doc, from, to).filter(([start]) => !isInBlock(start))
  const ranges = [...blocks, ...words].sort((a, b) => b[0] - a[0])
  for (const [start, end] of ranges) tr.delete(start, end)
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size))))
}

/** A double click past a line's end selects the line break too, and with it the next row's start. */
const withoutLineEnd = ($anchor: ResolvedPos, $head: ResolvedPos): Selection | null => {
  if ($head.pos <= $anchor.pos || $head.parentOffset > 0 || !$head.parent.isTextblock) return null
  if (roomOf($anchor) === roomOf($head)) return null
  const end = Selection.findFrom($head.doc.resolve($head.before()), -1, true)
  if (!end || end.head < $anchor.pos) return null
  return TextSelection.between($anchor, end.$head)
}

/** Rows and titles are rooms of their own: no key and no typing over a selection joins two of them. */
export const AcrossRows = Extension.create({
  name: 'acrossRows',
  priority: 190,
  addKeyboardShortcuts() {
    const remove = () => {
      const { state, view } = this.editor
      if (!isAcrossRows(state.selection)) return false
      view.dispatch(deleteWords(state.tr))
      return true
    }
    return { Backspace: remove, Delete: remove }
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        createSelectionBetween: (_, $anchor, $head) => withoutLineEnd($anchor, $head),
        handleTextInput: (view, _from, _to, text) => {
          if (!isAcrossRows(view.state.selection)) return false
          view.dispatch(deleteWords(view.state.tr).insertText(text).scrollIntoView())
          return true
        },
      },
    }),
  ],
})
