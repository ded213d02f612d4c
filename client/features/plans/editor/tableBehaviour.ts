import { Extension } from '@tiptap/core'
import type { Attrs, Schema } from '@tiptap/pm/model'
import { goToNextCell, tableEditing } from '@tiptap/pm/tables'

/** So many rows or columns a cell may take; ours take one, and those of a pasted table a few. */
const MOST_SPANNED = 100

const isSpan = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_SPANNED

/** ProseMirror's own, through which every node is made, and which its types leave out. */
type MakesAttrs = { computeAttrs(attrs: Attrs | null): Attrs }

/**
 * How far a cell reaches comes from whoever wrote the document, and the table plugin makes room for
 * all of it: a thousand million columns end every page that opens the plan.
 */
const boundSpans = ({ nodes }: Schema): void => {
  for (const type of [nodes.tableCell, nodes.tableHeader] as unknown as MakesAttrs[]) {
    const compute = type.computeAttrs.bind(type)
    type.computeAttrs = (given) => {
      const attrs = compute(given)
      if (isSpan(attrs.colspan) && isSpan(attrs.rowspan)) return attrs
      return { ...attrs, colspan: 1, rowspan: 1 }
    }
  }
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
  onBeforeCreate() {
    boundSpans(this.editor.schema)
  },
  addProseMirrorPlugins: () => [tableEditing({ allowTableNodeSelection: false })],
})
