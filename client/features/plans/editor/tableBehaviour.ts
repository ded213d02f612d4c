import { Extension } from '@tiptap/core'
import { goToNextCell, tableEditing } from '@tiptap/pm/tables'

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
  addProseMirrorPlugins: () => [tableEditing({ allowTableNodeSelection: false })],
})
