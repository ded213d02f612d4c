import type { Editor } from '@tiptap/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { planText } from '#shared/plans/planText.ts'
import { bodyOf, copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import type { Torn } from '../recovery/torn.ts'
import { addRow, moveStepIn, removeStep } from './stepEditing.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []
let [doc, other] = [testPlanDoc(), new Y.Doc()]
let torn: Torn[] = []

/** One writes in `a`; what the other does in `b` comes when both meet. */
const papers = async () => {
  const on = (one: Y.Doc, onTorn: (torn: Torn) => void) =>
    paperOn({ doc: one, awareness: new Awareness(one), onTorn })
  const a = await on(doc, (one) => torn.push(one))
  const b = await on(other, () => {})
  editors.push(a, b)
  return { a, b }
}

beforeEach(() => {
  doc = testPlanDoc()
  other = copyOf(doc)
  torn = []
})
afterEach(() => {
  for (const editor of editors.splice(0)) {
    editor.view.dom.remove()
    editor.destroy()
  }
})

const placesBehind = (editor: Editor, words: string): readonly number[] => {
  const found: number[] = []
  editor.state.doc.descendants((node, pos) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at >= 0) found.push(pos + 1 + at + words.length)
  })
  expect(found, words).not.toEqual([])
  return found
}
const placeBehind = (editor: Editor, words: string): number => placesBehind(editor, words)[0] ?? 0
const putCaret = (editor: Editor, behind: string): void => {
  editor.commands.setTextSelection(placeBehind(editor, behind))
  editor.view.focus()
  expect(editor.view.hasFocus()).toBe(true)
}
const moveAway = (d: Y.Doc, side: 'before' | 'after'): void => {
  expect(moveStepIn(d, 'step-2', { stepId: 'step-1', side })).toBe(true)
}
/** As a key does. */
const type = (editor: Editor, words: string): void => {
  const { from, to } = editor.state.selection
  if (editor.view.hasFocus()) editor.view.dispatch(editor.state.tr.insertText(words, from, to))
}
const step = (d: Y.Doc, title: string) => outlineOfDoc(d).steps.find((s) => s.title === title)
const says = (d: Y.Doc): string => planText(bodyOf(d)).value

test('[DR37] whoever writes in a step that another moves goes on in it where it went', async () => {
  const { a } = await papers()
  putCaret(a, '父亲为什么')
  for (const [letter, side] of [
    ['甲', 'before'],
    ['乙', 'after'],
    ['丙', 'before'],
  ] as const) {
    type(a, letter)
    meet(doc, other)
    moveAway(other, side)
    meet(doc, other)
  }
  type(a, '丁')
  meet(doc, other)
  expect(step(other, '品读“议花生”')?.lead).toContain('父亲为什么甲乙丙丁拿桃子')
  expect(a.view.hasFocus()).toBe(true)
  expect(torn).toEqual([])
})

test('[DR37] also where another step says the same, with both ends of the selection', async () => {
  const { a } = await papers()
  addRow(a, 'step-1', 'intent')
  a.commands.insertContent('先写后说。')
  meet(doc, other)
  const to = placeBehind(a, '先写后说')
  a.commands.setTextSelection({ from: to - 2, to })
  moveStepIn(other, 'step-1', { stepId: 'step-2', side: 'after' })
  meet(doc, other)
  a.commands.insertContent('再说')
  expect(step(doc, '回顾课文')?.intent).toBe('先写再说。')
  expect(step(doc, '品读“议花生”')?.intent).toBe('先写后说。')
})

test('[DR37] a step deleted under the typist takes the caret away, and says so', async () => {
  const { a, b } = await papers()
  putCaret(a, '父亲为什么')
  type(a, '删之前')
  meet(doc, other)
  removeStep(b, 'step-2')
  const before = says(other)
  meet(doc, other)
  expect(a.view.hasFocus()).toBe(false)
  type(a, '删之后')
  expect(says(doc)).toBe(before)
  expect(torn).toMatchObject([{ kind: 'step' }])
})

test('[DR37] so does a line of a step that stands', async () => {
  const { a, b } = await papers()
  putCaret(a, '写好的举蓝牌。')
  const end = placeBehind(b, '写好的举蓝牌。')
  const line = b.state.doc.resolve(end)
  b.view.dispatch(b.state.tr.delete(line.before(), line.after()))
  meet(doc, other)
  expect(a.view.hasFocus()).toBe(false)
  expect(torn).toMatchObject([{ kind: 'line' }])
})

test('[DR37] a line that is joined with the one before, or made a heading, keeps the caret', async () => {
  const { a, b } = await papers()
  putCaret(a, '写好的')
  const end = placeBehind(b, '写好的')
  b.view.dispatch(b.state.tr.join(b.state.doc.resolve(end).before()))
  meet(doc, other)
  type(a, '甲')
  expect(step(doc, '品读“议花生”')?.assist).toBe('巡看青山班批注。写好的甲举蓝牌。')
  meet(doc, other)
  putCaret(a, '由物到人')
  b.commands.setTextSelection(placeBehind(b, '由物到人'))
  b.commands.setNode('heading', { level: 3 })
  meet(doc, other)
  type(a, '乙')
  expect(says(doc)).toContain('由物到人乙的联系')
  expect(torn).toEqual([])
})

test('[DR37] what one deletes or undoes oneself leaves the caret in the paper', async () => {
  const { a } = await papers()
  putCaret(a, '父亲为什么')
  removeStep(a, 'step-2')
  expect(a.view.hasFocus()).toBe(true)
  a.commands.undo()
  a.commands.redo()
  expect(a.view.hasFocus()).toBe(true)
  expect(torn).toEqual([])
})

test('[DR37] whoever only has the selection there and writes elsewhere is not bothered', async () => {
  const { a, b } = await papers()
  putCaret(a, '父亲为什么')
  a.view.dom.blur()
  removeStep(b, 'step-2')
  meet(doc, other)
  expect(torn).toEqual([])
})
