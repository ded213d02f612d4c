import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyOf } from '#shared/plans/testing.ts'
import { keepStep, stepOf } from './keptStep.ts'

test('[DR37] lines that an earlier build made empty come back with the text all write into', () => {
  const doc = new Y.Doc()
  const [step, title] = [new Y.XmlElement('lessonStep'), new Y.XmlElement('stepTitle')]
  step.insert(0, [title, new Y.XmlElement('stepRow')])
  bodyOf(doc).insert(0, [step])
  const kept = keepStep(step, (item) => !item.deleted)
  const again = kept === null ? null : stepOf(kept)
  if (!again) throw new Error('not kept')
  bodyOf(doc).insert(0, [again])
  const [line, row] = again.toArray()
  expect(line instanceof Y.XmlElement && line.toArray()).toEqual([expect.any(Y.XmlText)])
  expect(row instanceof Y.XmlElement && row.length).toBe(0)
})
