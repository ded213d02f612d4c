import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyJson } from '#shared/plans/outline.ts'
import { bodyOf, copyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { moveStepIn } from '../editor/stepEditing.ts'
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

const told = (lines: ReturnType<typeof compare>) =>
  lines.map(({ state, before, after }) => [state, (after ?? before)?.text])

test('a moved step is moved, line by line, and neither gone nor added', () => {
  const found = compare((doc) => {
    const [one, two] = bodyOf(doc)
      .toArray()
      .flatMap((child) =>
        child instanceof Y.XmlElement && child.nodeName === 'lessonStep'
          ? [String(child.getAttribute('stepId'))]
          : [],
      )
    moveStepIn(doc, one ?? '', { stepId: two ?? '', side: 'after' })
  })
  const lines = [
    '回顾课文',
    '板书“种、收、尝、议”，先请青山班说。',
    '复述问题，发一捧带壳的花生。',
    '翻到第 10 自然段。',
  ]
  expect(told(found)).toEqual([
    ...lines.map((text) => ['movedAway', text]),
    ...lines.map((text) => ['movedHere', text]),
  ])
})

test('a paragraph that was moved and changed a little says where it is, and how it was changed', () => {
  const words = '由物到人的联系，学生容易一步跳到结论。'
  const paragraphOf = (text: string) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    return paragraph
  }
  const before = testPlanDoc()
  bodyOf(before).insert(0, [paragraphOf(words)])
  const after = copyOf(before)
  bodyOf(after).delete(0, 1)
  bodyOf(after).push([paragraphOf(words.replace('容易', '常常'))])
  const found = compareBodies(bodyJson(before), bodyJson(after)).filter(
    ({ state }) => state !== 'same',
  )
  expect(found.map(({ state }) => state)).toEqual(['movedAway', 'movedHere'])
  expect(found[1]?.pieces.filter(({ kind }) => kind === 'added')).toEqual([
    { kind: 'added', text: '常常' },
  ])
})

test('what reads alike by chance is not moved', () => {
  const found = compare((doc) => {
    removeBlock(doc, '回顾课文')
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('翻到第 12 页。')])
    bodyOf(doc).push([paragraph])
  })
  expect(found.map(({ state }) => state)).not.toContain('movedHere')
})
