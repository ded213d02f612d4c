import 'fake-indexeddb/auto'
import type { Editor } from '@tiptap/core'
import * as encoding from 'lib0/encoding'
import { afterEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { bodyOf, copyOf } from '#shared/plans/testing.ts'
import { moveStepIn } from '../editor/stepEditing.ts'
import { paperOn } from '../editor/testing.ts'
import { goneItemOf } from './goneItemOf.ts'
import { bringsStep, putBack } from './putBack.ts'
import { planInBrowser, removeBlock, textWith } from './testing.ts'
import type { Torn } from './torn.ts'
import { writeOn } from './writeOn.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A page with a paper, on a line that carries what both sides say when the test lets it. */
const writing = async () => {
  const made = planInBrowser()
  ends.push(made.kept.dispose)
  await vi.waitFor(() => expect(made.lines()).toHaveLength(1))
  const line = made.greets()
  const torn: Torn[] = []
  const doc = made.doc()
  const shared = { doc, awareness: new Awareness(doc), onTorn: (one: Torn) => torn.push(one) }
  const editor = await paperOn(shared)
  ends.push(() => editor.destroy())
  editor.view.focus()
  /** Others change what the server has, or what they saw of it. */
  const others = (change: (doc: Y.Doc) => void, seen = copyOf(made.server.disk)): void => {
    const before = Y.encodeStateVector(seen)
    change(seen)
    const update = Y.encodeStateAsUpdate(seen, before)
    Y.applyUpdate(made.server.disk, update)
    line.says(updateMessage(update))
  }
  const goTo = (words: string): void => {
    editor.commands.setTextSelection(behind(editor, words))
  }
  const type = (words: string): void =>
    editor.view.dispatch(editor.state.tr.insertText(words, editor.state.selection.from))
  return { ...made, line, torn, doc, editor, others, goTo, type }
}

const updateMessage = (update: Uint8Array): ArrayBuffer => {
  const encoder = encoding.createEncoder()
  for (const number of [0, 2]) encoding.writeVarUint(encoder, number)
  encoding.writeVarUint8Array(encoder, update)
  return encoding.toUint8Array(encoder).slice().buffer
}

const behind = (editor: Editor, words: string): number => {
  let found = -1
  editor.state.doc.descendants((node, pos) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at >= 0) found = pos + 1 + at + words.length
  })
  return found
}

test('[DR34] [DR37] letters that were on their way when a step was moved stand before the next ones', async () => {
  const { doc, goTo, type, others, torn } = await writing()
  goTo('父亲为什么')
  type('甲')
  others((seen) => moveStepIn(seen, 'step-2', { stepId: 'step-1', side: 'before' }))
  type('乙')
  expect(outlineOfDoc(doc).steps[0]?.lead).toContain('父亲为什么甲乙拿桃子')
  expect(torn).toEqual([])
})

test('[DR34] [DR37] so do those in a line that had just been begun', async () => {
  const { doc, editor, goTo, type, others } = await writing()
  goTo('默读、圈画。')
  editor.commands.splitBlock()
  type('同桌')
  others((seen) => moveStepIn(seen, 'step-2', { stepId: 'step-1', side: 'before' }))
  type('互读')
  expect(outlineOfDoc(doc).steps[0]?.student).toBe('默读、圈画。\n同桌互读')
})

test('[DR37] the line one was writing in a step that goes waits in the tray, also when the server had it', async () => {
  const { line, goTo, type, others, torn, found } = await writing()
  goTo('父亲为什么')
  type('删之前已存的')
  line.takesAll()
  line.acknowledges()
  type('和还没存的')
  others((seen) => removeBlock(seen, '父亲为什么'))
  expect(torn).toMatchObject([{ kind: 'step', line: found()[0]?.text, offset: 21 }])
  expect(found()).toMatchObject([
    {
      text: '边读边想：父亲为什么删之前已存的和还没存的拿桃子、石榴、苹果来比？不急着评价。',
      cause: 'deleted',
      place: { stepId: 'step-2', row: 'lead' },
    },
  ])
  expect(found().map(goneItemOf)).toEqual([torn[0]?.item])
})

test('[DR34] put back from there is the whole step in its place, and the paper shows it', async () => {
  const { doc, editor, goTo, type, others, found } = await writing()
  goTo('父亲为什么')
  type('正在写')
  const before = [outlineOfDoc(doc), editor.getJSON()]
  others((seen) => removeBlock(seen, '父亲为什么'))
  expect(outlineOfDoc(doc).steps.map(({ stepId }) => stepId)).not.toContain('step-2')
  const [entry] = found()
  if (!entry) throw new Error('nothing waits in the tray')
  expect(bringsStep(doc, entry)).toBe(true)
  putBack(doc, entry)
  expect([outlineOfDoc(doc), editor.getJSON()]).toEqual(before)
  expect(bringsStep(doc, entry)).toBe(false)
})

test('[DR34] one writes on in the step that is back, not in a line elsewhere that says the same', async () => {
  const { doc, editor, goTo, type, others, found, torn } = await writing()
  goTo('默读、圈画。')
  type('甲')
  others((seen) => removeBlock(seen, '父亲为什么'))
  const [entry] = found()
  if (!entry || !torn[0]) throw new Error('nothing was torn away')
  putBack(doc, entry)
  others((seen) => {
    const body = bodyOf(seen)
    const last = new Y.XmlElement('paragraph')
    last.insert(0, [new Y.XmlText('默读、圈画。甲')])
    body.insert(body.length, [last])
  })
  writeOn(editor, torn[0], entry.place.stepId ?? null)
  type('乙')
  expect(outlineOfDoc(doc).steps[1]?.student).toBe('默读、圈画。甲乙')
})

test('[DR37] what others delete where one is not writing is not brought up', async () => {
  const { doc, line, goTo, type, others, torn, found } = await writing()
  goTo('父亲为什么')
  type('早先写的')
  line.takesAll()
  line.acknowledges()
  goTo('由物到人')
  others((seen) => removeBlock(seen, '父亲为什么'))
  expect(textWith(doc, '由物到人')).toBeDefined()
  expect([torn, found()]).toEqual([[], []])
})
