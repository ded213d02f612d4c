import type { Editor } from '@tiptap/core'
import { CellSelection, deleteCellSelection, TableMap } from '@tiptap/pm/tables'
import { afterEach, describe, expect, it } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { bodyOf, copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import { tableVerbs } from './tableVerbs.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
})

const open = async (doc: Y.Doc): Promise<Editor> => {
  const editor = await paperOn({ doc, awareness: new Awareness(doc) })
  editors.push(editor)
  return editor
}

const element = (name: string, ...content: readonly Y.XmlElement[]) => {
  const made = new Y.XmlElement(name)
  made.insert(0, [...content])
  return made
}

const rowOf = (cells: number) =>
  element('tableRow', ...Array.from({ length: cells }, () => element('tableCell')))

/** How many cells each row of the plan's first table has. */
const cellsIn = (doc: Y.Doc): readonly number[] => {
  const table = bodyOf(doc)
    .toArray()
    .find((child) => child instanceof Y.XmlElement && child.nodeName === 'table')
  return (table as Y.XmlElement).toArray().map((row) => (row as Y.XmlElement).length)
}

/** As when somebody's caret moves: what the paper and the document say is compared. */
const nudge = (editor: Editor): void => editor.view.dispatch(editor.state.tr)

const goIntoTable = (editor: Editor): void => {
  let at = -1
  editor.state.doc.descendants((node, pos) => {
    if (at < 0 && /^table(Cell|Header)$/.test(node.type.name)) at = pos + 1
  })
  editor.commands.setTextSelection(at)
}

describe('a cell that says how far it reaches', () => {
  /** A plan with a table of two rows, the first cell of which says so. */
  const planWith = async (name: 'colspan' | 'rowspan', reach: unknown) => {
    const doc = testPlanDoc()
    const wide = element('tableCell')
    wide.setAttribute(name, reach as string)
    const second = element('tableRow', element('tableCell'))
    bodyOf(doc).insert(0, [element('table', element('tableRow', wide), second)])
    const editor = await open(doc)
    const cells = editor.view.dom.querySelector('table')?.querySelectorAll('td')
    return { wide, second, cells }
  }

  it.each([3000, '3000', -1, 0.5, Number.NaN])(
    'is one wide where it says %s, and no page fills up the other rows',
    async (reach) => {
      const { wide, second, cells } = await planWith('colspan', reach)
      expect(second.length).toBe(1)
      expect(cells).toHaveLength(2)
      expect(wide.getAttribute('colspan')).toBe(reach)
    },
  )

  it('is as wide as what a pasted table has joined', async () => {
    const { cells } = await planWith('colspan', 2)
    expect(cells?.[0]?.getAttribute('colspan')).toBe('2')
  })

  it.each(['colspan', 'rowspan'] as const)(
    'keeps no page from opening with a %s of a thousand million',
    async (name) => {
      expect((await planWith(name, 1e9)).cells).toHaveLength(2)
    },
  )
})

describe('rows of different lengths', () => {
  it('stay as they are in every page that only shows them', async () => {
    const doc = testPlanDoc()
    bodyOf(doc).insert(0, [element('table', rowOf(300), ...[1, 2, 3].map(rowOf))])
    const before = Y.encodeStateAsUpdate(doc)
    const editor = await open(doc)
    nudge(editor)
    const their = copyOf(doc)
    bodyOf(their).insert(0, [element('table', rowOf(2), rowOf(1))])
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(their))
    nudge(editor)
    expect(Y.encodeStateAsUpdate(doc).length).toBe(Y.encodeStateAsUpdate(their).length)
    expect(before.length).toBeLessThan(Y.encodeStateAsUpdate(their).length)
    expect(cellsIn(doc)).toEqual([2, 1])
  })

  it('of two people, who add a column and a row at once, grow no further', async () => {
    const doc = testPlanDoc()
    const other = copyOf(doc)
    const [one, two] = [await open(doc), await open(other)]
    for (const editor of [one, two]) goIntoTable(editor)
    tableVerbs.columnAfter(one.view)
    tableVerbs.rowAfter(two.view)
    for (let round = 0; round < 6; round += 1) {
      meet(doc, other)
      nudge(one)
      nudge(two)
    }
    expect(cellsIn(doc)).toEqual([5, 4, 5])
    expect(cellsIn(other)).toEqual([5, 4, 5])
  })

  it('are made even by whoever adds a row', async () => {
    const doc = testPlanDoc()
    bodyOf(doc).insert(0, [element('table', rowOf(3), rowOf(1))])
    const editor = await open(doc)
    goIntoTable(editor)
    tableVerbs.rowAfter(editor.view)
    expect(cellsIn(doc)).toEqual([3, 3, 3])
  })

  it('are made even by whoever adds a row above the one that is short', async () => {
    const doc = testPlanDoc()
    bodyOf(doc).insert(0, [element('table', rowOf(4), rowOf(3), rowOf(4), rowOf(4))])
    const editor = await open(doc)
    goIntoTable(editor)
    tableVerbs.rowAfter(editor.view)
    expect(cellsIn(doc)).toEqual([4, 4, 4, 4, 4])
  })

  const gapped = async () => {
    const doc = testPlanDoc()
    const named = rowOf(3)
    bodyOf(doc).insert(0, [element('table', named, rowOf(3), rowOf(2))])
    for (const [at, cell] of named.toArray().entries())
      (cell as Y.XmlElement).insert(0, [new Y.XmlText(`word ${at}`)])
    const editor = await open(doc)
    const cells: number[] = []
    editor.state.doc.descendants((node, pos) => {
      if (node.type.name === 'tableCell') cells.push(pos)
    })
    const wordsLeft = () => editor.view.dom.querySelector('tr')?.textContent
    return { doc, editor, cells, wordsLeft }
  }

  it('lose the column that is taken away and not the first row, which a gap is taken for', async () => {
    const { doc, editor, cells, wordsLeft } = await gapped()
    editor.commands.setTextSelection((cells[5] ?? 0) + 1)
    tableVerbs.deleteColumn(editor.view)
    expect(cellsIn(doc)).toEqual([2, 2, 2])
    expect(wordsLeft()).toBe('word 0word 1')
  })

  it('lose nothing of the first row when cells around a gap are emptied', async () => {
    const { editor, cells, wordsLeft } = await gapped()
    const { doc, tr } = editor.state
    const chosen = CellSelection.create(doc, cells[5] ?? 0, cells[7] ?? 0)
    expect(TableMap.get(doc.child(0)).problems).not.toBe(null)
    editor.view.dispatch(tr.setSelection(chosen))
    deleteCellSelection(editor.state, editor.view.dispatch)
    expect(wordsLeft()).toBe('word 0word 1word 2')
  })

  it('not where that would take thousands of cells', async () => {
    const doc = testPlanDoc()
    bodyOf(doc).insert(0, [
      element('table', rowOf(400), ...Array.from({ length: 20 }, () => rowOf(1))),
    ])
    const editor = await open(doc)
    goIntoTable(editor)
    tableVerbs.rowAfter(editor.view)
    expect(cellsIn(doc).slice(0, 3)).toEqual([400, 1, 1])
  })
})
