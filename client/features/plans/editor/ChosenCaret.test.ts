import type { Editor } from '@tiptap/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { bodyOf, copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import { paperOn } from './testing.ts'

let [doc, other] = [testPlanDoc(), new Y.Doc()]
let editor: Editor

beforeEach(async () => {
  doc = testPlanDoc()
  other = copyOf(doc)
  editor = await paperOn({ doc, awareness: new Awareness(doc) })
  editor.commands.setTextSelection(placeBehind('由物到人'))
  editor.view.focus()
})
afterEach(() => {
  editor.view.dom.remove()
  editor.destroy()
})

const placeBehind = (words: string): number => {
  let found = -1
  editor.state.doc.descendants((node, pos) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at >= 0 && found < 0) found = pos + 1 + at + words.length
  })
  expect(found, words).toBeGreaterThan(0)
  return found
}
/** As the mouse does: the editor is told later. */
const press = (behind: string): void => {
  const { node, offset } = editor.view.domAtPos(placeBehind(behind))
  document.getSelection()?.collapse(node, offset)
}
const expectCaret = (behind: string): void => {
  const { head } = editor.state.selection
  expect(head).toBe(placeBehind(behind))
  const { node, offset } = editor.view.domAtPos(head)
  const shown = document.getSelection()
  expect([shown?.focusNode, shown?.focusOffset]).toEqual([node, offset])
}

test('[DR37] a caret put elsewhere stays there, although others write before the editor is told', () => {
  press('父亲为什么')
  const title = bodyOf(other).get(0) as Y.XmlElement
  ;(title.get(0) as Y.XmlText).insert(0, '甲')
  meet(doc, other)
  expectCaret('父亲为什么')
})

test('[DR37] although a caret of others moves before the editor is told', () => {
  press('父亲为什么')
  editor.view.dispatch(editor.state.tr.setMeta('awarenessUpdated', true))
  expectCaret('父亲为什么')
})

test.each([
  ['a key', () => new KeyboardEvent('keydown', { key: 'F2', bubbles: true })],
  ['what comes by no key', () => new InputEvent('beforeinput', { data: '①', bubbles: true })],
])('[DR37] %s right after it acts where it was put', (_, event) => {
  press('父亲为什么')
  editor.view.dom.dispatchEvent(event())
  expectCaret('父亲为什么')
})

test('[DR37] what the editor itself has chosen is not undone by the caret on the screen', () => {
  const paper = editor.view.dom
  paper.blur()
  editor.commands.setTextSelection(placeBehind('父亲为什么'))
  paper.focus()
  editor.view.dispatch(editor.state.tr.setMeta('awarenessUpdated', true))
  expect(editor.state.selection.head).toBe(placeBehind('父亲为什么'))
})
