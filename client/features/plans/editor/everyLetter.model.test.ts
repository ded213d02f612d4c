import type { Editor } from '@tiptap/core'
import { type Selection, TextSelection } from '@tiptap/pm/state'
import { initProseMirrorDoc } from '@tiptap/y-tiptap'
import { afterEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { fillBody } from '#shared/plans/fillBody.ts'
import { planText } from '#shared/plans/planText.ts'
import { bodyOf, meet } from '#shared/plans/testing.ts'
import { seeded } from '../../../lib/sync/testing/seeded.ts'
import { paperOn } from './testing.ts'

type Page = { readonly doc: Y.Doc; readonly editor: Editor; unheard: Uint8Array[] }
type Chance = (below: number) => number

const pages: Page[] = []
let server = new Y.Doc()
/** Every letter is another one, so that one that stands twice or nowhere is known. */
let next = 0x4e00
const letters = (count: number): string =>
  Array.from({ length: count }, () => {
    next += 1
    return String.fromCharCode(next)
  }).join('')

const line = (count: number) => ({
  type: 'paragraph',
  content: count === 0 ? [] : [{ type: 'text', text: letters(count) }],
})

/** An earlier build gave the empty lines no text. */
const withoutTexts = (parent: Y.XmlFragment): void => {
  for (const child of parent.toArray())
    if (child instanceof Y.XmlElement && child.toString().match(/^<paragraph><\/paragraph>$/))
      child.delete(0, child.length)
    else if (child instanceof Y.XmlElement) withoutTexts(child)
}

const open = async (isOld: boolean): Promise<void> => {
  server = new Y.Doc({ gc: false })
  const list = [{ type: 'listItem', content: [line(3)] }]
  const rows = [
    { type: 'stepTitle', content: line(3).content },
    { type: 'stepRow', attrs: { kind: 'lead' }, content: [line(6), line(0), line(4)] },
  ]
  const step = { type: 'lessonStep', attrs: { stepId: 'step-1', minutes: 5 }, content: rows }
  fillBody(server, {
    type: 'doc',
    content: [line(5), line(0), line(4), { type: 'bulletList', content: list }, step, line(2)],
  })
  if (isOld) withoutTexts(bodyOf(server))
  for (let at = 0; at < 3; at += 1) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
    const editor = await paperOn({ doc, awareness: new Awareness(doc) })
    const page: Page = { doc, editor, unheard: [] }
    doc.on('update', (update: Uint8Array, origin) => {
      if (origin !== 'others') page.unheard.push(update)
    })
    pages.push(page)
  }
}

afterEach(() => {
  for (const { editor } of pages.splice(0)) {
    editor.view.dom.remove()
    editor.destroy()
  }
})

/** The server hears some of what a page has written; or the page all that the server has. */
const send = (page: Page, count: number): void => {
  for (const update of page.unheard.splice(0, count)) Y.applyUpdate(server, update)
}
const hear = ({ doc }: Page): void =>
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(doc)), 'others')

const select = ({ view, state }: Editor, selection: Selection): void =>
  view.dispatch(state.tr.setSelection(selection))

/** Somewhere in some line; `wide` letters from there on. */
const choose = (editor: Editor, chance: Chance, wide = 0): void => {
  const { doc } = editor.state
  const lines: { readonly from: number; readonly size: number }[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) lines.push({ from: pos + 1, size: node.content.size })
    return !node.isTextblock
  })
  const { from, size } = lines[chance(lines.length)] ?? { from: 1, size: 0 }
  const start = from + [0, size, chance(size + 1)][chance(3)]!
  select(editor, TextSelection.create(doc, start, Math.min(from + size, start + wide)))
}

const type = ({ view, state }: Editor, words: string): void =>
  view.dispatch(state.tr.insertText(words, state.selection.head))

/** What one page does besides typing: each of it moves words or line breaks, and deletes none. */
const acts: Readonly<Record<string, (editor: Editor, chance: Chance) => void>> = {
  breakLine: (editor, chance) => {
    choose(editor, chance)
    editor.commands.keyboardShortcut('Shift-Enter')
  },
  takeBreakAway: ({ view, state }) => {
    const breaks: number[] = []
    state.doc.descendants((node, pos) => {
      if (node.type.name === 'hardBreak') breaks.push(pos)
    })
    const at = breaks.at(-1)
    if (at !== undefined) view.dispatch(state.tr.delete(at, at + 1))
  },
  addLine: ({ commands, state }) => commands.insertContentAt(state.doc.content.size, line(1)),
  addLineBefore: ({ commands }) => commands.insertContentAt(0, line(1)),
  bold: (editor, chance) => {
    choose(editor, chance, 3)
    editor.commands.toggleMark('bold')
  },
}

const doSomething = (page: Page, chance: Chance, may: readonly string[]): void => {
  const { editor } = page
  const what = chance(10)
  const act = acts[may[chance(may.length)] ?? '']
  if (what < 2) send(page, 1 + chance(3))
  else if (what < 4) hear(page)
  else if (what < 6 && act) act(editor, chance)
  else {
    if (what < 8) choose(editor, chance)
    type(editor, letters(1 + chance(2)))
  }
}

/** Of every letter there is, how often it stands. */
const expectEachOnce = (first: number): void => {
  for (let round = 0; round < 3; round += 1) for (const { doc } of pages) meet(doc, server)
  const words = planText(bodyOf(server)).value.replace(/\n/g, '')
  const all = Array.from({ length: next - first }, (_, at) => String.fromCharCode(first + 1 + at))
  expect([...words].sort().join('')).toBe(all.join(''))
  for (const { doc, editor } of pages) {
    expect(planText(bodyOf(doc)).value).toBe(planText(bodyOf(server)).value)
    const shown = editor.state.doc.textContent
    expect(shown).toBe(initProseMirrorDoc(bodyOf(doc), editor.schema).doc.textContent)
  }
}

const breaks = ['breakLine', 'takeBreakAway', 'bold']
const everything = [...breaks, 'addLine', 'addLineBefore']

test.each([
  ['three who type', [], [], false],
  ['three who type in lines of an earlier build', [], [], true],
  ['one who breaks lines, and two who type', breaks, [], false],
  [
    'one who breaks lines and adds some, and two who do so too or type',
    everything,
    ['addLine'],
    true,
  ],
] as const)('[DR37] every letter stands once after %s', async (_, mine, theirs, isOld) => {
  for (let seed = 1; seed <= 8; seed += 1) {
    const first = next
    await open(isOld)
    const chance = seeded(seed)
    for (let turn = 0; turn < 70; turn += 1) {
      const at = chance(3)
      doSomething(pages[at] as Page, chance, at === 0 ? mine : theirs)
    }
    expectEachOnce(first)
    for (const { editor } of pages.splice(0)) editor.destroy()
  }
})
