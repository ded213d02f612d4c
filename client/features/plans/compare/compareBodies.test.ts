import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyJson } from '#shared/plans/outline.ts'
import { bodyOf, copyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { removeBlock, textWith } from '../recovery/testing.ts'
import { compareBodies } from './compareBodies.ts'

const compare = (change: (doc: Y.Doc) => void) => {
  const before = testPlanDoc()
  const after = copyOf(before)
  change(after)
  return compareBodies(bodyJson(before), bodyJson(after)).filter(({ state }) => state !== 'same')
}

test('two that say the same have no difference, and every line is there', () => {
  const doc = testPlanDoc()
  const lines = compareBodies(bodyJson(doc), bodyJson(doc))
  expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(['same']))
  expect(lines.map(({ after }) => after?.kind)).toContain('step')
  expect(lines.find(({ after }) => after?.text === '默读、圈画。')?.after?.row).toBe('student')
})

test('a changed line says letter by letter how', () => {
  const [line, ...more] = compare((doc) => {
    const text = textWith(doc, '默读、圈画')
    text.delete(0, 2)
    text.insert(0, '朗读')
  })
  expect(more).toEqual([])
  expect(line?.state).toBe('changed')
  expect(line?.pieces).toEqual([
    { kind: 'gone', text: '默' },
    { kind: 'added', text: '朗' },
    { kind: 'same', text: '读、圈画。' },
  ])
})

test('a step that went is gone line by line, a new line is added, minutes count as a change', () => {
  const found = compare((doc) => {
    removeBlock(doc, '回顾课文')
    const step = bodyOf(doc)
      .toArray()
      .find((child) => child instanceof Y.XmlElement && child.nodeName === 'lessonStep')
    if (step instanceof Y.XmlElement) step.setAttribute('minutes', 12 as never)
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('全新的一句话在最后。')])
    bodyOf(doc).push([paragraph])
  })
  expect(found.map(({ state, before, after }) => [state, (after ?? before)?.text])).toEqual([
    ['gone', '回顾课文'],
    ['gone', '板书“种、收、尝、议”，先请青山班说。'],
    ['gone', '复述问题，发一捧带壳的花生。'],
    ['gone', '翻到第 10 自然段。'],
    ['changed', '品读“议花生”'],
    ['added', '全新的一句话在最后。'],
  ])
  expect(found[4]).toMatchObject({ before: { minutes: 14 }, after: { minutes: 12 } })
})
