import type { Editor } from '@tiptap/core'
import { Selection } from '@tiptap/pm/state'
import { afterEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { planText } from '#shared/plans/planText.ts'
import { bodyOf, copyOf, meet, testPlanDoc } from '#shared/plans/testing.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []

afterEach(() => {
  for (const editor of editors.splice(0)) {
    editor.view.dom.remove()
    editor.destroy()
  }
})

const paper = async (doc: Y.Doc): Promise<Editor> => {
  const editor = await paperOn({ doc, awareness: new Awareness(doc), onTorn: () => {} })
  editors.push(editor)
  return editor
}

/** Where the last line of its kind that holds nothing begins. */
const inEmpty = (editor: Editor, kind: string): number => {
  let place = -1
  editor.state.doc.descendants((node, pos) => {
    if (node.type.name === kind && node.content.size === 0) place = pos + 1
  })
  expect(place).toBeGreaterThan(0)
  return place
}

/** Two go into the line and type letter by letter, and hear each other after every one. */
const bothType = (a: Editor, b: Editor, kind: string, hear: () => void): void => {
  a.commands.setTextSelection(inEmpty(a, kind))
  b.commands.setTextSelection(inEmpty(b, kind))
  for (const [mine, yours] of ['AX', 'BY', 'CZ']) {
    for (const [editor, letter] of [
      [a, mine],
      [b, yours],
    ] as const)
      editor.view.dispatch(editor.state.tr.insertText(letter ?? ''))
    hear()
  }
}

const lettersIn = (doc: Y.Doc): string =>
  [...planText(bodyOf(doc)).value]
    .filter((letter) => 'ABCXYZ'.includes(letter))
    .sort()
    .join('')

const cells = { type: 'tableRow', content: [{ type: 'tableCell' }, { type: 'tableCell' }] }

test.each([
  [
    'paragraph',
    'made by one of them',
    (editor: Editor) => editor.commands.keyboardShortcut('Enter'),
  ],
  ['paragraph', 'that stands in a new plan', () => true],
  [
    'tableCell',
    'of a new table',
    (editor: Editor) => editor.commands.insertContent({ type: 'table', content: [cells] }),
  ],
])('[DR37] what two write at once in an empty %s %s stands once', async (kind, _, make) => {
  const one = testPlanDoc()
  const other = copyOf(one)
  const [a, b] = [await paper(one), await paper(other)]
  a.commands.setTextSelection(Selection.atEnd(a.state.doc))
  expect(make(a)).toBe(true)
  meet(one, other)
  bothType(a, b, kind, () => meet(one, other))
  expect(planText(bodyOf(other)).value).toBe(planText(bodyOf(one)).value)
  expect(lettersIn(one)).toBe('ABCXYZ')
})

test('an empty line that is undone goes, also with the text that was waiting in it', async () => {
  const one = testPlanDoc()
  const other = copyOf(one)
  const a = await paper(one)
  const before = a.state.doc.childCount
  a.commands.setTextSelection(Selection.atEnd(a.state.doc))
  expect(a.commands.keyboardShortcut('Enter')).toBe(true)
  meet(one, other)
  expect(a.state.doc.childCount).toBe(before + 1)
  a.commands.undo()
  expect(a.state.doc.childCount).toBe(before)
})
