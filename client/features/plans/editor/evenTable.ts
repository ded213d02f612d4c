import type { EditorState } from '@tiptap/pm/state'
import { findTable, fixTables, TableMap } from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'

/** A table with more places is not filled up: that is sent to everybody, cell by cell. */
const MOST_PLACES = 5000

/** Of the table one is in only: that others are short is no reason to write in them. */
const gapsFilled = (state: EditorState) => {
  const table = findTable(state.selection.$from)
  if (!table) return null
  const { width, height, problems } = TableMap.get(table.node)
  if (!problems || width * height > MOST_PLACES) return null
  // What differs from a paper without this table is this table.
  const { doc } = state.tr.delete(table.pos, table.pos + table.node.nodeSize)
  return fixTables(state, { doc } as EditorState) ?? null
}

/**
 * Fills the gaps of the table one is in, as a row and a column that two add at once leave one. The
 * library takes a gap for the table's first row: a column taken away there takes all of that row.
 * Answers whether it has no gap now.
 */
export const evenTable = (view: EditorView): boolean => {
  const filled = gapsFilled(view.state)
  if (filled) view.dispatch(filled)
  const table = findTable(view.state.selection.$from)
  return table !== null && TableMap.get(table.node).problems === null
}
