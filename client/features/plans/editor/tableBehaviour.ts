import { Extension } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import type { Node } from '@tiptap/pm/model'
import type { EditorState, Plugin, Transaction } from '@tiptap/pm/state'
import { findTable, goToNextCell, tableEditing } from '@tiptap/pm/tables'

/** A table with more places is not filled up: that is sent to everybody, cell by cell. */
const MOST_PLACES = 5000

const tableAt = ({ selection }: EditorState): Node | null =>
  findTable(selection.$from)?.node ?? null

/** How wide each of its rows is. */
const widthsOf = (table: Node | null): readonly number[] =>
  (table?.children ?? []).map((row) =>
    row.children.reduce((width, cell) => width + Number(cell.attrs.colspan), 0),
  )

/** Whether one has just added or taken away cells of the table one is in. */
const hasRebuilt = (
  transactions: readonly Transaction[],
  before: EditorState,
  state: EditorState,
): boolean => {
  if (!transactions.some((one) => one.docChanged && !isChangeOrigin(one))) return false
  const widths = widthsOf(tableAt(state))
  const widest = widths.reduce((most, width) => Math.max(most, width), 0)
  const isSmall = widest * widths.length <= MOST_PLACES
  return isSmall && widths.join() !== widthsOf(tableAt(before)).join()
}

/**
 * The plugin fills up rows that are shorter than others. A page that did so whenever it hears of one would
 * do it with every other page at once: the row is too long then, all the others are short, and
 * they grow without end. So it is done only by whoever rebuilds a table, as part of that.
 */
const tables = (): Plugin => {
  const plugin = tableEditing({ allowTableNodeSelection: false })
  const { appendTransaction: tidy } = plugin.spec
  plugin.spec.appendTransaction = (transactions, before, state) => {
    // From a state to itself nothing has changed, and only the selection is looked at.
    const since = hasRebuilt(transactions, before, state) ? before : state
    return tidy?.call(plugin, transactions, since, state)
  }
  return plugin
}

/** Cells hold words, so Enter in one is a new line; Tab walks the cells. */
export const TableBehaviour = Extension.create({
  name: 'tableBehaviour',
  priority: 150,
  addKeyboardShortcuts() {
    const inCell = () => this.editor.isActive('tableCell') || this.editor.isActive('tableHeader')
    const go = (direction: 1 | -1) => () =>
      inCell() && goToNextCell(direction)(this.editor.state, this.editor.view.dispatch)
    return {
      Enter: () => inCell() && this.editor.commands.insertContent({ type: 'hardBreak' }),
      Tab: go(1),
      'Shift-Tab': go(-1),
    }
  },
  addProseMirrorPlugins: () => [tables()],
})
