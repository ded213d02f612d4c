import { Extension } from '@tiptap/core'
import type { Node, ResolvedPos } from '@tiptap/pm/model'
import { Plugin, Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

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

/** Answers whether there was such a selection. */
export const removeAcross = (view: EditorView): boolean => {
  if (!view.editable || !isAcrossRows(view.state.selection)) return false
  view.dispatch(deleteWords(view.state.tr))
  return true
}

/** As the editor cuts, but for the rows. */
const cutAcross = (view: EditorView, event: ClipboardEvent): boolean => {
  const { clipboardData } = event
  const { selection } = view.state
  if (!clipboardData || !removeAcross(view)) return false
  const { dom, text } = view.serializeForClipboard(selection.content())
  event.preventDefault()
  clipboardData.clearData()
  clipboardData.setData('text/html', dom.innerHTML)
  clipboardData.setData('text/plain', text)
  return true
}

/** Rows and titles are rooms of their own: no key, no pasting and no typing over a selection joins two of them. */
export const AcrossRows = Extension.create({
  name: 'acrossRows',
  priority: 190,
  addKeyboardShortcuts() {
    const remove = () => removeAcross(this.editor.view)
    return { Backspace: remove, Delete: remove, Enter: remove, 'Shift-Enter': remove }
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        createSelectionBetween: (_, $anchor, $head) => withoutLineEnd($anchor, $head),
        handleDOMEvents: {
          cut: cutAcross,
          // Dragged elsewhere it would be taken out with what lies between the rows.
          dragstart: (view, event) => {
            if (!view.editable || !isAcrossRows(view.state.selection)) return false
            event.preventDefault()
            return true
          },
        },
        handleTextInput: (view, _from, _to, text) => {
          if (!isAcrossRows(view.state.selection)) return false
          view.dispatch(deleteWords(view.state.tr).insertText(text).scrollIntoView())
          return true
        },
      },
    }),
  ],
})
