import type { Editor } from '@tiptap/core'
import type { NodeType } from '@tiptap/pm/model'
import { sinkListItem } from '@tiptap/pm/schema-list'
import { TextSelection } from '@tiptap/pm/state'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { planText } from '#shared/plans/planText.ts'
import { bodyOf, copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import type { Torn } from '../recovery/torn.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []
let [doc, other] = [testPlanDoc(), new Y.Doc()]
let torn: Torn[] = []

/** One writes in `a`, another presses keys in `b`. */
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

const placeBehind = (editor: Editor, words: string): number => {
  const found: number[] = []
  editor.state.doc.descendants((node, pos) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at >= 0) found.push(pos + 1 + at + words.length)
  })
  expect(found, words).not.toEqual([])
  return found[0] ?? 0
}
const putCaret = (editor: Editor, behind: string): void => {
  editor.commands.setTextSelection(placeBehind(editor, behind))
  editor.view.focus()
}
const type = (editor: Editor, words: string): void => {
  const { from, to } = editor.state.selection
  editor.view.dispatch(editor.state.tr.insertText(words, from, to))
}
const enter = (editor: Editor, behind: string): void => {
  putCaret(editor, behind)
  expect(editor.commands.keyboardShortcut('Enter')).toBe(true)
}
const says = (): string => {
  meet(doc, other)
  expect(planText(bodyOf(other)).value).toBe(planText(bodyOf(doc)).value)
  expect(torn).toEqual([])
  return planText(bodyOf(doc)).value
}

test.each([
  ['the row of a step', '父亲为什么', '边读边想', '边读边想\n：父亲为什么甲乙拿桃子'],
  ['a line of a row with several', '写好的', '写好', '巡看青山班批注。\n写好\n的甲乙举蓝牌。'],
  ['a list', '体会借物', '体会', '说清花生“最可贵”在哪里。\n体会\n借物甲乙喻人的写法。'],
  ['a paragraph between the steps', '由物到人', '由', '由\n物到人甲乙的联系。'],
  ['a heading', '板书设计', '板书设', '板书设\n计甲乙'],
  ['the front of the line', '边读', '父亲', '边读甲乙边想：父亲\n为什么'],
  ['the very place of the caret', '父亲为什么', '父亲为什么', '父亲为什么甲乙\n拿桃子'],
  ['the end of the line', '不急着评价。', '不急着评价。', '不急着评价。甲乙\n'],
])('[DR37] a line that is split keeps the caret by its words: %s', async (...words) => {
  const [, caret, split, after] = words
  const { a, b } = await papers()
  putCaret(a, caret)
  type(a, '甲')
  meet(doc, other)
  enter(b, split === caret ? `${caret}甲` : split)
  meet(doc, other)
  type(a, '乙')
  expect(says()).toContain(after)
})

test.each([
  ['说清', '说清甲花生\n“最可贵”'],
  ['最可贵', '说清花生\n“最可贵甲”'],
])(
  '[DR37] so does one that a list hangs on, which goes with the second half: %s',
  async (...all) => {
    const [caret, after] = all
    const { a, b } = await papers()
    putCaret(b, '体会借物')
    sinkListItem(b.schema.nodes.listItem as NodeType)(b.state, ({ steps }) => {
      // Without scrolling, which needs a screen.
      const tr = b.state.tr
      for (const step of steps) tr.step(step)
      b.view.dispatch(tr)
    })
    meet(doc, other)
    putCaret(a, caret)
    enter(b, '说清花生')
    meet(doc, other)
    type(a, '甲')
    expect(says()).toContain(after)
  },
)

test('[DR37] at its very beginning too, from before its first letter', async () => {
  const { a, b } = await papers()
  a.commands.setTextSelection(placeBehind(a, '由物到人') - 4)
  b.commands.setTextSelection(placeBehind(b, '由物到人') - 4)
  b.commands.keyboardShortcut('Enter')
  meet(doc, other)
  type(a, '甲')
  expect(says()).toContain('难点\n\n甲由物到人的联系。')
})

test('[DR37] a selection in a line that is split has the same letters, forwards and backwards', async () => {
  const { a, b } = await papers()
  const [from, to] = [placeBehind(a, '边读边'), placeBehind(a, '父亲为什么')]
  for (const [anchor, head] of [
    [from, to],
    [to, from],
  ] as const) {
    a.view.dispatch(a.state.tr.setSelection(TextSelection.create(a.state.doc, anchor, head)))
    enter(b, '边读边想：')
    meet(doc, other)
    const { selection } = a.state
    expect(a.state.doc.textBetween(selection.from, selection.to, '/')).toBe('想：/父亲为什么')
    expect(selection.anchor < selection.head).toBe(anchor < head)
    b.commands.undo()
    meet(doc, other)
  }
})

test('[DR37] with it goes what was still on its way, once', async () => {
  const { a, b } = await papers()
  putCaret(a, '父亲为什么')
  type(a, '甲')
  meet(doc, other)
  type(a, '乙丙')
  enter(b, '边读边想')
  meet(doc, other)
  type(a, '丁')
  expect(says()).toContain('边读边想\n：父亲为什么甲乙丙丁拿桃子')
  expect(says().match(/乙/g)).toHaveLength(1)
})

test('[DR37] split twice before it is heard of, and written on in, the line keeps the caret', async () => {
  const { a, b } = await papers()
  putCaret(a, '拿桃子')
  enter(b, '边读边想：')
  type(b, '然后')
  enter(b, '为什么')
  meet(doc, other)
  type(a, '甲')
  expect(says()).toContain('边读边想：\n然后父亲为什么\n拿桃子甲、石榴')
})

test('[DR37] a split that is undone leaves the caret by what one has written', async () => {
  const { a, b } = await papers()
  putCaret(a, '父亲为什么')
  enter(b, '边读边想')
  meet(doc, other)
  b.commands.undo()
  meet(doc, other)
  type(a, '甲')
  expect(says()).toContain('边读边想：父亲为什么甲拿桃子')
  enter(b, '边读边想')
  meet(doc, other)
  type(a, '乙')
  meet(doc, other)
  b.commands.undo()
  meet(doc, other)
  type(a, '丙')
  expect(says()).toContain('乙丙')
})

test('[DR37] words that are cut out and put elsewhere do not take the caret along', async () => {
  const { a, b } = await papers()
  putCaret(a, '父亲为什么')
  const to = placeBehind(b, '父亲为什么')
  b.view.dispatch(b.state.tr.delete(to - 3, to))
  putCaret(b, '由物到人的联系。')
  b.commands.keyboardShortcut('Enter')
  type(b, '为什么')
  meet(doc, other)
  type(a, '甲')
  expect(says()).toContain('父亲甲拿桃子')
})

test.each([
  ['before the caret, in a step', '父亲为什么', '边读', '边读前前边想：父亲为什么甲乙拿桃子'],
  ['right behind it', '父亲为什么', '父亲为什么甲', '父亲为什么甲乙前前拿桃子'],
  ['in a title', '品读', '品', '品前前读甲乙“议花生”'],
  ['between the steps', '由物到人', '由', '由前前物到人甲乙的联系'],
])(
  '[DR37] letters that others write in the line leave the caret by its own: %s',
  async (...all) => {
    const [, caret, place, after] = all
    const { a, b } = await papers()
    putCaret(a, caret)
    type(a, '甲')
    meet(doc, other)
    putCaret(b, place)
    for (const letter of '前前') {
      type(b, letter)
      meet(doc, other)
    }
    type(a, '乙')
    expect(says()).toContain(after)
  },
)

test('[DR37] an empty line that another begins to fill keeps the caret, though the next is empty too', async () => {
  const { a, b } = await papers()
  enter(b, '由物到人的联系。')
  b.commands.keyboardShortcut('Enter')
  meet(doc, other)
  const first = placeBehind(a, '由物到人的联系。') + 2
  a.commands.setTextSelection(first)
  b.commands.setTextSelection(first)
  type(b, '前')
  meet(doc, other)
  type(a, '甲')
  expect(says()).toContain('联系。\n甲前\n\n教学过程')
})

test.each([
  ['in a row', '父亲为什么', '边读边想'],
  ['in a cell', '统编版五年级', '统编'],
])(
  '[DR37] a line break that comes, and goes again, keeps the caret by its words: %s',
  async (...all) => {
    const [, caret, place] = all
    const { a, b } = await papers()
    putCaret(a, caret)
    putCaret(b, place)
    expect(b.commands.insertContent({ type: 'hardBreak' })).toBe(true)
    meet(doc, other)
    type(a, '甲')
    expect(says()).toContain(`${caret.slice(-2)}甲`)
    const behind = b.state.selection.from
    b.view.dispatch(b.state.tr.delete(behind - 1, behind))
    meet(doc, other)
    type(a, '乙')
    expect(says()).toContain(`${caret}甲乙`)
  },
)

/** As an input method does, whose letters stand in the paper while it is asking which word is meant. */
const compose = (editor: Editor, letters: string): void => {
  type(editor, letters)
  const event = new CompositionEvent('compositionupdate', { data: letters, bubbles: true })
  editor.view.dom.dispatchEvent(event)
}

test.each([
  ['split before them', (b: Editor) => enter(b, '边读边想'), '边读边想\n：父亲为什么花生拿'],
  ['written between', (b: Editor) => putCaret(b, 'hu') ?? type(b, '中'), '为什么花生中拿'],
])('[DR37] letters an input method is composing make way for the word: %s', async (...all) => {
  const [, press, after] = all
  const { a, b } = await papers()
  putCaret(a, '父亲为什么')
  compose(a, 'hua')
  meet(doc, other)
  press(b)
  meet(doc, other)
  type(a, '花生')
  expect(says()).toContain(after)
  expect(says()).not.toMatch(/[hua]/)
})

test('[DR37] also those that were still on their way when the line was split', async () => {
  const { a, b } = await papers()
  putCaret(a, '父亲为什么')
  compose(a, 'hua')
  enter(b, '边读边想')
  meet(doc, other)
  type(a, '花生')
  expect(says()).toContain('边读边想\n：父亲为什么花生拿')
  expect(says()).not.toContain('hua')
})
