import type { Editor } from '@tiptap/core'
import { addColumnAfter, deleteColumn, deleteTable } from '@tiptap/pm/tables'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { planText } from '#shared/plans/planText.ts'
import { bodyOf, copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import { addRow, addStep, moveStep, removeStep, stepsOf } from './stepEditing.ts'
import { paperOn } from './testing.ts'

let [doc, other] = [testPlanDoc(), new Y.Doc()]
let awareness = new Awareness(doc)
let mine: Editor
let theirs: Editor

beforeEach(async () => {
  doc = testPlanDoc()
  other = copyOf(doc)
  awareness = new Awareness(doc)
  mine = await paperOn({ doc, awareness })
  theirs = await paperOn({ doc: other, awareness: new Awareness(other) })
})
afterEach(() => {
  for (const editor of [mine, theirs]) {
    editor.view.dom.remove()
    editor.destroy()
  }
})

const placeBehind = (editor: Editor, words: string): number => {
  let found = -1
  editor.state.doc.descendants((node, pos) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at >= 0 && found < 0) found = pos + 1 + at + words.length
  })
  expect(found, words).toBeGreaterThan(0)
  return found
}
const colleagueWrites = (behind: string): void => {
  meet(doc, other)
  theirs.view.dispatch(theirs.state.tr.insertText('同事的话', placeBehind(theirs, behind)))
  meet(doc, other)
}
const undoAll = (): void => {
  while (mine.commands.undo());
  meet(doc, other)
}

const own: readonly (readonly [string, string, () => void])[] = [
  [
    'a step',
    '新环节',
    () => {
      addStep(mine)
      mine.commands.insertContent('新环节')
    },
  ],
  [
    'a row',
    '新意图',
    () => {
      addRow(mine, 'step-1', 'intent')
      mine.commands.insertContent('新意图')
    },
  ],
  [
    'a heading',
    '由物到人',
    () => {
      mine.commands.setTextSelection(placeBehind(mine, '由物到人'))
      mine.commands.setNode('heading', { level: 3 })
    },
  ],
  [
    'a list',
    '由物到人',
    () => {
      mine.commands.setTextSelection(placeBehind(mine, '由物到人'))
      mine.commands.wrapInList('bulletList')
    },
  ],
]

test.each(own)('undoing %s leaves what a colleague has written in it', (_, words, make) => {
  make()
  colleagueWrites(words)
  undoAll()
  for (const d of [doc, other]) expect(planText(bodyOf(d)).value).toContain('同事的话')
})

test('a step that stays for others’ words keeps a title that can be written', () => {
  addStep(mine)
  mine.commands.insertContent('新环节')
  meet(doc, other)
  const last = stepsOf(theirs.state.doc).find(({ node }) => node.textContent === '新环节')
  const end = (last?.pos ?? 0) + (last?.node.nodeSize ?? 0)
  theirs.view.dispatch(theirs.state.tr.insertText('同事的话', end - 3))
  meet(doc, other)
  undoAll()
  const kept = stepsOf(mine.state.doc).find(({ node }) => node.textContent === '同事的话')
  expect(kept?.node.firstChild?.type.name).toBe('stepTitle')
  expect(kept?.node.attrs).toEqual(last?.node.attrs)
  expect(kept?.node.lastChild?.attrs.kind).toBe('intent')
})

const nextStep = (): void => yUndoPluginKey.getState(mine.state).undoManager.stopCapturing()

test('so does undoing a step that had gone and come back since', () => {
  addStep(mine)
  mine.commands.insertContent('新环节')
  colleagueWrites('新环节')
  const added = stepsOf(mine.state.doc).find(({ node }) => node.textContent.includes('新环节'))
  for (let round = 0; round < 2; round += 1) {
    removeStep(mine, String(added?.node.attrs.stepId))
    mine.commands.undo()
  }
  undoAll()
  expect(planText(bodyOf(doc)).value).toContain('同事的话')
  expect(planText(bodyOf(doc)).value).not.toContain('新环节')
})

const breakLine = (): boolean => mine.commands.keyboardShortcut('Shift-Enter')
test.each([
  ['that had gone and come back', () => mine.commands.deleteNode('paragraph')],
  ['that was brought back twice', () => mine.commands.undo() && mine.commands.redo()],
  [
    'in which a line break was',
    () => {
      mine.commands.insertContent('甲乙')
      mine.commands.setTextSelection(mine.state.selection.head - 1)
      breakLine()
    },
  ],
])('of a line %s nothing stays when it is undone', (_, change) => {
  const before = mine.state.doc.toJSON()
  mine.commands.setTextSelection(placeBehind(mine, '由物到人的联系。'))
  mine.commands.keyboardShortcut('Enter')
  nextStep()
  change()
  undoAll()
  expect(mine.state.doc.toJSON()).toEqual(before)
})

const standing = () =>
  stepsOf(mine.state.doc)
    .filter(({ node }) => node.attrs.stepId === 'step-1')
    .map(({ node }) => node.textContent)

test('undoing a move leaves what somebody who has left had written in the moved step', () => {
  const [before] = standing()
  moveStep(mine, doc, 'step-1', 1)
  colleagueWrites('回顾课文')
  undoAll()
  expect(standing()).toEqual([before, '同事的话'])
  while (mine.commands.redo());
  expect(standing()).toEqual([before?.replace('回顾课文', '回顾课文同事的话')])
})

test('what somebody who is here had written there is left to their page', () => {
  const there = new Awareness(other)
  there.setLocalState({})
  const isHere = encodeAwarenessUpdate(there, [other.clientID])
  applyAwarenessUpdate(awareness, isHere, null)
  const before = standing()
  moveStep(mine, doc, 'step-1', 1)
  colleagueWrites('回顾课文')
  undoAll()
  expect(standing()).toEqual(before)
})

test('a step that is only one’s own comes and goes as a whole', () => {
  const before = stepsOf(mine.state.doc).length
  addStep(mine)
  mine.commands.insertContent('新环节')
  for (let round = 0; round < 3; round += 1) {
    undoAll()
    expect(stepsOf(mine.state.doc)).toHaveLength(before)
    while (mine.commands.redo());
    expect(stepsOf(mine.state.doc)).toHaveLength(before + 1)
    expect(planText(bodyOf(doc)).value).toContain('新环节')
  }
})

const cell = (text: string) => ({ type: 'tableCell', content: [{ type: 'text', text }] })
const addTable = (editor = mine): void => {
  const content = ['子', '丑', '寅'].map((name) => ({
    type: 'tableRow',
    content: [cell(`${name}一`), cell(`${name}二`)],
  }))
  editor.commands.insertContentAt(0, { type: 'table', content })
}
const widths = (): readonly number[] | undefined =>
  mine.state.doc.firstChild?.content.content.map((row) => row.childCount)

test('a table in which colleagues have written stays whole, without what one wrote oneself', () => {
  addTable()
  for (const words of ['子一', '子二', '寅一']) colleagueWrites(words)
  undoAll()
  expect(widths()).toEqual([2, 2, 2])
  expect(mine.state.doc.firstChild?.textContent).toBe('同事的话'.repeat(3))
})

test('so does a column, whatever stands in the rest of the table', () => {
  addTable()
  for (const words of ['子一', '寅二']) colleagueWrites(words)
  const addColumn = (): void => {
    mine.commands.setTextSelection(placeBehind(mine, '子二'))
    addColumnAfter(mine.state, mine.view.dispatch)
  }
  addColumn()
  mine.commands.undo()
  expect(widths()).toEqual([2, 2, 2])
  addColumn()
  mine.commands.insertContentAt(placeBehind(mine, '子二') + 2, '子三')
  colleagueWrites('子三')
  mine.commands.undo()
  expect(widths()).toEqual([3, 3, 3])
  expect(mine.state.doc.firstChild?.textContent).not.toContain('子三')
})

test('a table that was deleted and brought back keeps colleagues’ words too', () => {
  addTable()
  yUndoPluginKey.getState(mine.state).undoManager.stopCapturing()
  mine.commands.setTextSelection(3)
  deleteTable(mine.state, mine.view.dispatch)
  mine.commands.undo()
  colleagueWrites('丑二')
  undoAll()
  expect(planText(bodyOf(doc)).value).toContain('同事的话')
})

test('a column of a colleague’s table that is deleted once more goes', () => {
  addTable(theirs)
  meet(doc, other)
  mine.commands.setTextSelection(placeBehind(mine, '子二'))
  deleteColumn(mine.state, mine.view.dispatch)
  mine.commands.undo()
  expect(widths()).toEqual([2, 2, 2])
  mine.commands.redo()
  expect(widths()).toEqual([1, 1, 1])
})

test('a table that was deleted and brought back with colleagues’ words stays whole', () => {
  addTable()
  colleagueWrites('子一')
  nextStep()
  mine.commands.setTextSelection(3)
  deleteTable(mine.state, mine.view.dispatch)
  undoAll()
  expect(widths()).toEqual([2, 2, 2])
  expect(mine.state.doc.firstChild?.textContent).toBe('同事的话')
})

test('a step that a colleague moved at the same time is there after undoing and redoing one’s own move', () => {
  const meetAll = (): void => {
    for (let round = 0; round < 3; round += 1) meet(doc, other)
  }
  const [said] = standing()
  moveStep(theirs, other, 'step-1', 1)
  moveStep(mine, doc, 'step-1', 1)
  meetAll()
  // Far enough that what undoing makes stands above the colleague's.
  yUndoPluginKey.getState(theirs.state).undoManager.stopCapturing()
  const end = theirs.state.doc.content.size
  theirs.commands.insertContentAt(end, {
    type: 'paragraph',
    content: [{ type: 'text', text: '写'.repeat(300) }],
  })
  meetAll()
  for (const act of ['undo', 'undo', 'redo'] as const) {
    theirs.commands[act]()
    meetAll()
    expect(standing()).toEqual([said])
  }
})

test('[DR37] words behind a line break stay that come while the line break and what it was made for are undone', () => {
  mine.commands.setTextSelection(placeBehind(mine, '由物到人的联系。'))
  mine.commands.keyboardShortcut('Shift-Enter')
  mine.view.dispatch(mine.state.tr.insertText('再想想'))
  meet(doc, other)
  theirs.view.dispatch(theirs.state.tr.insertText('同事的话', placeBehind(theirs, '再想')))
  undoAll()
  expect(planText(bodyOf(doc)).value).toContain('由物到人的联系。同事的话\n')
  expect(planText(bodyOf(other)).value).toBe(planText(bodyOf(doc)).value)
  while (mine.commands.redo());
  meet(doc, other)
  expect(planText(bodyOf(doc)).value).toContain('由物到人的联系。\n再')
  expect(planText(bodyOf(doc)).value.split('同事的话')).toHaveLength(2)
})

test('a step that comes back has its letters in the same order on every page', () => {
  const behind = '备稿'
  // Of two letters in one place the one of the smaller id stands first.
  doc.clientID = 5
  other.clientID = 9
  mine.view.dispatch(mine.state.tr.insertText(behind, placeBehind(mine, '回顾课文')))
  nextStep()
  mine.view.dispatch(mine.state.tr.insertText('我', placeBehind(mine, behind)))
  nextStep()
  meet(doc, other)
  theirs.view.dispatch(theirs.state.tr.insertText('你', placeBehind(theirs, behind)))
  mine.commands.undo()
  mine.commands.redo()
  nextStep()
  meet(doc, other)
  const [step] = stepsOf(mine.state.doc)
  mine.commands.deleteRange({
    from: step?.pos ?? 0,
    to: (step?.pos ?? 0) + (step?.node.nodeSize ?? 0),
  })
  mine.commands.undo()
  meet(doc, other)
  const shown = [doc, other, copyOf(doc)].map((one) => planText(bodyOf(one)).value)
  expect(new Set(shown).size, shown.join('\n')).toBe(1)
  expect(shown[0]).toMatch(/回顾课文备稿(我你|你我)/)
})

test('what a colleague does to a paper that is shorter by then can be followed after undoing', () => {
  mine.commands.setTextSelection(placeBehind(mine, '板书设计'))
  mine.view.dispatch(mine.state.tr.insertText('提纲'))
  meet(doc, other)
  removeStep(theirs, 'step-1')
  meet(doc, other)
  mine.commands.undo()
  theirs.view.dispatch(theirs.state.tr.insertText('同事的话', placeBehind(theirs, '由物到人')))
  expect(() => meet(doc, other)).not.toThrow()
  expect(mine.state.doc.textContent).toContain('由物到人同事的话')
})

test('a list that is undone around a line of several texts can be followed, with the caret at the end of the paper', () => {
  mine.commands.insertContentAt(mine.state.doc.content.size, { type: 'paragraph' })
  mine.commands.setTextSelection(mine.state.doc.content.size - 1)
  mine.commands.insertContent('提纲')
  mine.commands.keyboardShortcut('Shift-Enter')
  mine.commands.insertContent('朗读')
  const end = mine.state.doc.content.size - 1
  mine.view.dispatch(mine.state.tr.delete(end - 3, end - 2))
  nextStep()
  mine.commands.wrapInList('bulletList')
  expect(() => mine.commands.undo()).not.toThrow()
  expect(mine.state.doc.lastChild?.toString()).toBe('paragraph("提纲朗读")')
})
