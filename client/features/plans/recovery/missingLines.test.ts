import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { copyOf, testPlanDoc } from '#shared/plans/testing.ts'
import type { AsideCopy, FoundWords } from '../../../lib/sync/openTray.ts'
import { isInMovedStep } from './isInMovedStep.ts'
import { findMissingLines } from './missingLines.ts'
import { putBack } from './putBack.ts'
import { textsIn, textWith } from './testing.ts'

const asideOf = (doc: Y.Doc): AsideCopy => ({
  ...{ id: 'aside', docName: 'plan:plan0001', reason: 'OutOfDate', atMs: 0, isRead: false },
  state: Y.encodeStateAsUpdate(doc),
})
/** A copy that went on after the state everybody else is back at. */
const beyond = (change: (doc: Y.Doc) => void) => {
  const today = testPlanDoc()
  const copy = copyOf(today)
  change(copy)
  return { today, found: () => findMissingLines(asideOf(copy), today) }
}
const words = (doc: Y.Doc) => outlineOfDoc(doc).text

test('of a line that still stands only the words it lacks are offered, not the line', () => {
  const { found } = beyond((doc) => {
    textWith(doc, '父亲为什么').insert(4, '（轻声）')
    const text = textWith(doc, '父亲为什么')
    text.insert(text.length, '留一分钟。')
    textWith(doc, '由物到人').delete(0, 2)
  })
  expect(found()).toMatchObject([
    {
      text: '（轻声） … 留一分钟。',
      place: { row: 'lead', line: expect.stringContaining('父亲') },
    },
  ])
})

test('a line that is new, and one that only shares a letter or two, are offered whole', () => {
  const { found } = beyond((doc) => {
    const text = textWith(doc, '默读、圈画')
    text.delete(0, text.length)
    text.insert(0, '听录音，跟着画出重音，再同桌互读。')
  })
  expect(found().map(({ text }) => text)).toEqual(['听录音，跟着画出重音，再同桌互读。'])
})

test('they go back into the line, where they stood; taken back the line is as before', () => {
  const { today, found } = beyond((doc) => {
    textWith(doc, '父亲为什么').insert(4, '（轻声）')
    textWith(doc, '父亲为什么').insert(0, '先停。')
  })
  const before = words(today)
  const { undo } = putBack(today, found()[0] as FoundWords)
  expect(words(today)).toContain('先停。边读边想（轻声）：父亲为什么')
  expect(textsIn(today.getXmlFragment('body'))).toHaveLength(
    textsIn(testPlanDoc().getXmlFragment('body')).length,
  )
  textWith(today, '父亲为什么').insert(0, '别人又写了。')
  undo()
  expect(words(today)).toBe(before.replace('边读边想', '别人又写了。边读边想'))
})

test('where the line has changed since, they come as a line of their own', () => {
  const { today, found } = beyond((doc) => textWith(doc, '父亲为什么').insert(4, '（轻声）'))
  const [entry] = found()
  textWith(today, '父亲为什么').insert(0, '改过了。')
  putBack(today, entry as FoundWords)
  expect(words(today)).toContain('不急着评价。\n（轻声）\n')
})

test('a step that was moved away is told from one that was deleted', () => {
  const doc = testPlanDoc()
  const [step] = outlineOfDoc(doc).steps
  const near = (type: object | undefined) =>
    JSON.stringify({ ...(type && { type }), item: { client: 1, clock: 1 } })
  const entry = (stepId: string, type?: object): FoundWords => ({
    ...{ id: 'x', docName: 'plan:plan0001', text: '字', cause: 'deleted', atMs: 0 },
    place: { kind: 'plan', stepId, near: near(type) },
  })
  expect(isInMovedStep(entry(step?.stepId ?? ''), doc)).toBe(true)
  expect(isInMovedStep(entry(step?.stepId ?? '', { client: 1, clock: 0 }), doc)).toBe(false)
  expect(isInMovedStep(entry('gone'), doc)).toBe(false)
})
