import type { Command } from '@tiptap/pm/state'
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  toggleHeaderRow,
} from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'
import { evenTable } from './evenTable.ts'

type Verb = (view: EditorView) => void

const anyhow =
  (command: Command): Verb =>
  (view) =>
    void command(view.state, view.dispatch)

/** The rows are made even as part of it. A table of thousands of places with gaps stays as it is. */
const evenly =
  (command: Command): Verb =>
  (view) => {
    if (evenTable(view)) command(view.state, view.dispatch)
  }

/** What can be done to the table one is in, in the order of its menu. */
export const tableVerbs = {
  rowBefore: evenly(addRowBefore),
  rowAfter: evenly(addRowAfter),
  columnBefore: evenly(addColumnBefore),
  columnAfter: evenly(addColumnAfter),
  headerRow: evenly(toggleHeaderRow),
  deleteRow: evenly(deleteRow),
  deleteColumn: evenly(deleteColumn),
  deleteTable: anyhow(deleteTable),
} as const satisfies Record<string, Verb>
