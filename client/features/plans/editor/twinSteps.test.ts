import type { Editor } from '@tiptap/core'
import { initProseMirrorDoc } from '@tiptap/y-tiptap'
import { afterEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { bodyOf, copyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { textsIn, textWith } from '../recovery/testing.ts'
import { moveStepIn, stepsOf } from './stepEditing.ts'
import { paperOn } from './testing.ts'

const editors: Editor[] = []
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
})

const copies = ({ state }: Editor): number =>
  stepsOf(state.doc).filter(({ node }) => node.attrs.stepId === 'step-1').length

test('[DR34] a twin that can go when one writes does so behind that, and the paper follows', async () => {
  const doc = testPlanDoc()
  // Far enough that this page's copy of the step is the one that stays.
  bodyOf(doc).insert(0, [new Y.XmlElement('paragraph')])
  textWith(doc, '由物到人').insert(0, '写'.repeat(300))
  const other = copyOf(doc)
  const onBehind = vi.fn()
  const editor = await paperOn({ doc, awareness: new Awareness(doc), onBehind })
  editors.push(editor)
  const hear = (): void =>
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)), 'others')
  const target = { stepId: 'step-2', side: 'after' } as const
  textWith(doc, '由物到人').insert(0, '写'.repeat(300))
  moveStepIn(other, 'step-1', target)
  moveStepIn(doc, 'step-1', target)
  const theirs = textsIn(bodyOf(other)).find((text) => text.toString().startsWith('板书'))
  theirs?.insert(0, '乙')
  hear()
  expect(copies(editor)).toBe(2)
  theirs?.delete(0, 1)
  hear()
  expect(copies(editor)).toBe(2)
  editor.commands.insertContentAt(0, { type: 'paragraph' })
  await vi.waitFor(() => expect(copies(editor)).toBe(1))
  expect(onBehind).not.toHaveBeenCalled()
  expect(editor.state.doc.eq(initProseMirrorDoc(bodyOf(doc), editor.schema).doc)).toBe(true)
})
