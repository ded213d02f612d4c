import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { PLAN_RETURNS } from '#shared/plans/shape.ts'
import { bodyOf, copyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { editToRestore } from './editToRestore.ts'

const stepIn = (doc: Y.Doc, stepId: unknown): Y.XmlElement => {
  const step = bodyOf(doc)
    .toArray()
    .find((child) => child instanceof Y.XmlElement && child.getAttribute('stepId') === stepId)
  if (!(step instanceof Y.XmlElement)) throw new Error('no such step')
  return step
}

const clockOf = ({ _item }: Y.XmlElement): number => _item?.id.clock ?? 0

const take = (doc: Y.Doc, step: Y.XmlElement): void =>
  bodyOf(doc).delete(bodyOf(doc).toArray().indexOf(step), 1)

const goBack = (current: Y.Doc, version: Y.Doc): void => {
  const { edit } = editToRestore({
    ...{ client: 7, current: Y.encodeStateAsUpdate(current) },
    version: Y.encodeStateAsUpdate(version),
  })
  if (edit) Y.applyUpdate(current, edit.update)
}

/** A plan, and its last step: what stands behind it is long, so that its clock is great. */
const planWithStep = () => {
  const doc = testPlanDoc()
  const steps = bodyOf(doc)
    .toArray()
    .filter((child) => child instanceof Y.XmlElement && child.nodeName === 'lessonStep')
  const last = steps.at(-1)
  if (!(last instanceof Y.XmlElement)) throw new Error('no step')
  return { doc, step: last, stepId: last.getAttribute('stepId') }
}

it('[DR34] going back to where a step stood makes a copy above the one that it takes away', () => {
  const { doc, step, stepId } = planWithStep()
  const version = copyOf(doc)
  const moved = step.clone()
  doc.transact(() => {
    take(doc, step)
    bodyOf(doc).insert(0, [moved])
  })
  goBack(doc, version)
  expect(moved._item?.deleted).toBe(true)
  expect(clockOf(stepIn(doc, stepId))).toBeGreaterThan(clockOf(moved))
})

it('[DR34] a step that going back brings again is above the one that went', () => {
  const { doc, step, stepId } = planWithStep()
  const version = copyOf(doc)
  take(doc, step)
  goBack(doc, version)
  expect(clockOf(stepIn(doc, stepId))).toBeGreaterThan(clockOf(step))
})

/** A line as earlier builds made it, in a place of its own. */
const emptyLine = (doc: Y.Doc, at = 0): Y.XmlElement => {
  const line = new Y.XmlElement('paragraph')
  bodyOf(doc).insert(at, [line])
  return line
}

const textsIn = (line: unknown): readonly Y.XmlText[] =>
  line instanceof Y.XmlElement
    ? line.toArray().flatMap((child) => (child instanceof Y.XmlText ? [child] : []))
    : []

it('[DR37] a line that going back brings empty has the one text that all write into', () => {
  const { doc } = planWithStep()
  emptyLine(doc)
  const version = copyOf(doc)
  bodyOf(doc).delete(0, 1)
  goBack(doc, version)
  expect(textsIn(bodyOf(doc).get(0))).toHaveLength(1)
})

it('[DR37] a line that going back empties keeps its text, and so what is typed in it meanwhile', () => {
  const { doc } = planWithStep()
  emptyLine(doc)
  const version = copyOf(doc)
  const text = new Y.XmlText('花')
  const line = bodyOf(doc).get(0)
  if (line instanceof Y.XmlElement) line.insert(0, [text])
  goBack(doc, version)
  expect(textsIn(bodyOf(doc).get(0))).toStrictEqual([text])
  expect(text.toString()).toBe('')
})

it('[DR37] says of itself that it goes back, each time anew', () => {
  const { doc } = planWithStep()
  const version = copyOf(doc)
  let told = 0
  doc.getMap(PLAN_RETURNS).observe(() => {
    told += 1
  })
  for (const times of [1, 2]) {
    emptyLine(doc)
    goBack(doc, version)
    expect(told).toBe(times)
  }
})

it('a text that waits for letters is no reason to go back', () => {
  const { doc } = planWithStep()
  emptyLine(doc)
  const version = copyOf(doc)
  const line = bodyOf(doc).get(0)
  if (line instanceof Y.XmlElement) line.insert(0, [new Y.XmlText()])
  const { edit } = editToRestore({
    ...{ client: 7, current: Y.encodeStateAsUpdate(doc) },
    version: Y.encodeStateAsUpdate(version),
  })
  expect(edit).toBeNull()
})
