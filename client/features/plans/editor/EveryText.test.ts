import type { Editor } from '@tiptap/core'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
  yUndoPluginKey,
} from '@tiptap/y-tiptap'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { planText } from '#shared/plans/planText.ts'
import { bodyOf, copyOf, meet } from '#shared/plans/testing.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []
let docs: readonly Y.Doc[] = []

const words = (letters: string): Y.XmlText => new Y.XmlText(letters)
const lineBreak = (): Y.XmlElement => new Y.XmlElement('hardBreak')

/** Pages on a plan of one line. */
const papers = async (count: number, ...content: (Y.XmlText | Y.XmlElement)[]) => {
  const doc = new Y.Doc()
  const line = new Y.XmlElement('paragraph')
  line.insert(0, content)
  bodyOf(doc).insert(0, [line])
  docs = Array.from({ length: count }, () => copyOf(doc))
  for (const one of docs)
    editors.push(await paperOn({ doc: one, awareness: new Awareness(one), onTorn: () => {} }))
  return editors as [Editor, Editor, Editor]
}

const meetAll = (): void => {
  for (const one of docs) for (const other of docs) if (one !== other) meet(one, other)
}

/** Types behind the letters, or at the line's start. */
const type = (editor: Editor, letters: string, behind = ''): void => {
  const at = editor.state.doc.textBetween(0, editor.state.doc.content.size, '', '\n')
  const place = 1 + at.indexOf(behind) + behind.length
  editor.commands.setTextSelection(place)
  editor.view.dispatch(editor.state.tr.insertText(letters))
}

const press = (editor: Editor, key: string, place: number): void => {
  editor.commands.setTextSelection(place)
  if (key === 'Backspace') editor.view.dispatch(editor.state.tr.delete(place - 1, place))
  else expect(editor.commands.keyboardShortcut(key)).toBe(true)
}

/** What every page says, in its document and on its paper. */
const said = (): string => {
  const all = docs.map((doc) => planText(bodyOf(doc)).value.trimEnd())
  const shown = editors.map(({ state }) =>
    state.doc.textBetween(0, state.doc.content.size, '\n', '\n').trimEnd(),
  )
  expect(new Set([...all, ...shown])).toHaveLength(1)
  return all[0] ?? ''
}

const sorted = (letters: string): string => [...letters].sort().join('')

beforeEach(() => {
  docs = []
})
afterEach(() => {
  for (const editor of editors.splice(0)) {
    editor.view.dom.remove()
    editor.destroy()
  }
})

test('[DR37] what three write at once into a line that nobody gave a text stands there once', async () => {
  const [a, b, c] = await papers(3)
  type(a, '甲')
  type(b, '乙')
  type(c, '丙')
  // Some have heard of some when they type on.
  meet(docs[0] as Y.Doc, docs[1] as Y.Doc)
  type(a, '一', '甲')
  type(b, '二', '乙')
  type(c, '三', '丙')
  meet(docs[1] as Y.Doc, docs[2] as Y.Doc)
  type(a, '四', '一')
  type(b, '五', '二')
  type(c, '六', '三')
  meetAll()
  expect(sorted(said())).toBe(sorted('甲乙丙一二三四五六'))
})

test('[DR37] a line break before a line leaves it what others type in it meanwhile', async () => {
  const [a, b] = await papers(2, words('花生'))
  press(a, 'Shift-Enter', 1)
  type(b, '落', '生')
  meetAll()
  expect(said()).toBe('\n花生落')
})

test('[DR37] a line break in an empty line leaves what others type in it meanwhile', async () => {
  const [a, b] = await papers(2, words(''))
  press(a, 'Shift-Enter', 1)
  type(b, '落')
  meetAll()
  expect(said()).toBe('\n落')
})

test('[DR37] a line break that goes takes nothing along that others type behind it', async () => {
  const [a, b] = await papers(2, words('落'), lineBreak(), words('花'))
  press(a, 'Backspace', 3)
  type(b, '生', '花')
  meetAll()
  expect(said()).toBe('落花生')
  type(a, '的', '落')
  type(b, '果', '生')
  meetAll()
  expect(said()).toBe('落的花生果')
})

test('[DR37] of a line break that two take away at once the words behind it stand there once', async () => {
  const [a, b] = await papers(2, words('落'), lineBreak(), words('花生'))
  press(a, 'Backspace', 3)
  press(b, 'Backspace', 3)
  meetAll()
  expect(said()).toBe('落花生')
})

test('[DR37] emptied, a line of line breaks keeps a text, and what others type in it', async () => {
  const [a, b] = await papers(2, words('落'), lineBreak(), words('花生'))
  a.commands.deleteRange({ from: 1, to: 5 })
  type(b, '壳', '生')
  meetAll()
  expect(said()).toBe('壳')
})

test.each([
  ['two texts', () => [words('落'), words('花生')], '落花生'],
  ['a text that waits', () => [words('落花生'), lineBreak(), words('')], '落花生\n'],
] as const)(
  '[DR37] a line of %s stays as it is when others come beside it',
  async (_, line, says) => {
    const [a, b] = await papers(2, ...line())
    const own = (bodyOf(docs[0] as Y.Doc).get(0) as Y.XmlElement).toArray()
    // Lines before it and behind it move it, for whoever compares by number.
    for (const editor of [a, b]) {
      editor.commands.insertContentAt(editor.state.doc.content.size, { type: 'paragraph' })
      editor.commands.insertContentAt(0, [{ type: 'paragraph' }, { type: 'paragraph' }])
    }
    const text = own.at(-1) as Y.XmlText
    expect(text._item?.deleted).toBe(false)
    meetAll()
    expect(said().trimStart()).toBe(says.trimEnd())
  },
)

test('[DR37] a line of two texts that is parted or joined says every word once', async () => {
  const [a] = await papers(1, words('落花'), words('生果'))
  press(a, 'Enter', 4)
  expect(said()).toBe('落花生\n果')
  a.commands.setTextSelection(6)
  expect(a.commands.joinBackward()).toBe(true)
  expect(said()).toBe('落花生果')
  a.commands.undo()
  expect(said()).toBe('落花生果')
})

test('formats follow words into the text that a line break parts them into', async () => {
  const [a] = await papers(1, words('落花生'))
  a.commands.setTextSelection({ from: 2, to: 4 })
  a.commands.toggleMark('bold')
  press(a, 'Shift-Enter', 3)
  const bold = [{ type: 'bold' }]
  expect(a.getJSON().content?.[0]?.content).toEqual([
    { type: 'text', text: '落' },
    { type: 'text', text: '花', marks: bold },
    { type: 'hardBreak' },
    { type: 'text', text: '生', marks: bold },
  ])
  expect(String(bodyOf(docs[0] as Y.Doc))).toBe(
    '<paragraph>落<bold>花</bold><hardbreak></hardbreak><bold>生</bold></paragraph>',
  )
})

test('[DR37] places behind a line break are those of the binding, by which others see the caret', async () => {
  const [a] = await papers(1, words('落'))
  press(a, 'Shift-Enter', 2)
  a.view.dispatch(a.state.tr.insertText('花生'))
  const body = bodyOf(docs[0] as Y.Doc)
  const { mapping } = ySyncPluginKey.getState(a.state).binding
  const { head } = a.state.selection
  const place = absolutePositionToRelativePosition(head, body, mapping)
  expect(relativePositionToAbsolutePosition(docs[0] as Y.Doc, body, place, mapping)).toBe(head)
})

test('words that undoing brings back into several texts go again when it is done again', async () => {
  const [a] = await papers(1, words('落花'), words('生果'))
  a.commands.insertContentAt(0, { type: 'paragraph', content: [{ type: 'text', text: '先' }] })
  yUndoPluginKey.getState(a.state).undoManager.stopCapturing()
  a.commands.deleteRange({ from: 2, to: 6 })
  const without = said()
  a.commands.undo()
  expect(said()).toBe('先\n落花生果')
  a.commands.redo()
  expect(said()).toBe(without)
})
