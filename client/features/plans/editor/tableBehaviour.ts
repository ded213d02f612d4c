import { Extension } from '@tiptap/core'
import type { Slice } from '@tiptap/pm/model'
import type { Plugin } from '@tiptap/pm/state'
import { goToNextCell, isInTable, TableMap, tableEditing } from '@tiptap/pm/tables'
import { evenTable } from './evenTable.ts'

/** Where a gap is the library reads 0, which is where the table's first row begins: no cell does. */
const { cellsInRect } = TableMap.prototype
TableMap.prototype.cellsInRect = function (rect) {
  return cellsInRect.call(this, rect).filter((offset) => offset > 0)
}

const hasCells = ({ content }: Slice): boolean => {
  let has = false
  content.descendants(({ type }) => {
    has ||= type.spec.tableRole !== undefined
    return !has
  })
  return has
}

/**
 * The plugin fills up rows that are shorter than others. A page that did so whenever it hears of one would
 * do it with every other page at once: the row is too long then, all the others are short, and
 * they grow without end. So it is done only by whoever changes the table, as part of that.
 */
const tables = (): Plugin => {
  const plugin = tableEditing({ allowTableNodeSelection: false })
  const { appendTransaction: tidy } = plugin.spec
  // From a state to itself nothing has changed, and only the selection is looked at.
  plugin.spec.appendTransaction = (transactions, _, state) =>
    tidy?.call(plugin, transactions, state, state)
  const { handlePaste } = plugin.props
  plugin.props.handlePaste = (view, event, slice) => {
    if (isInTable(view.state) && hasCells(slice) && !evenTable(view)) return false
    return handlePaste?.call(plugin, view, event, slice)
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
