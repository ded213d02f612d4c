import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { buildPlan } from './buildPlan.ts'
import { bodyJson, outlineOfDoc, planOutline } from './outline.ts'
import { planSchema } from './schema.ts'
import { standardPlan } from './standardPlan.ts'
import { bodyOf, testPlanDoc, testSeed } from './testing.ts'

describe('outline', () => {
  it('reads the same from the seed and from the document made of it', () => {
    const fromSeed = planOutline(buildPlan(testSeed))
    expect(outlineOfDoc(testPlanDoc())).toEqual(fromSeed)
    expect(fromSeed.steps).toHaveLength(2)
    expect(fromSeed.steps[1]).toMatchObject({
      stepId: 'step-2',
      title: '品读“议花生”',
      minutes: 14,
      assist: '巡看青山班批注。\n写好的举蓝牌。',
      intent: '先写后说。',
      firstPage: 4,
    })
  })

  it('puts one line per cell, item, title and paragraph, and counts characters without white space', () => {
    const { text, characters } = outlineOfDoc(testPlanDoc())
    expect(text.split('\n').slice(0, 4)).toEqual([
      '落花生（第二课时）',
      '教材',
      '统编版五年级上册',
      '课型',
    ])
    expect(characters).toBe(text.replace(/\s/g, '').length)
  })

  it('survives attributes no editor would write', () => {
    const doc = testPlanDoc()
    const step = bodyOf(doc)
      .toArray()
      .find((n) => n instanceof Y.XmlElement && n.nodeName === 'lessonStep') as Y.XmlElement<{
      [key: string]: string | number | object
    }>
    step.setAttribute('minutes', 'a lot')
    step.setAttribute('firstPage', -3)
    step.setAttribute('stepId', { deep: true })
    expect(outlineOfDoc(doc).steps[0]).toMatchObject({
      minutes: 0,
      firstPage: null,
      stepId: 'step-1',
    })
  })

  it('tells two steps apart that carry the same id', () => {
    const doc = testPlanDoc()
    const body = bodyOf(doc)
    const index = body
      .toArray()
      .findIndex((n) => n instanceof Y.XmlElement && n.nodeName === 'lessonStep')
    body.insert(index, [(body.get(index) as Y.XmlElement).clone()])
    const ids = outlineOfDoc(doc).steps.map((s) => s.stepId)
    expect(new Set(ids).size).toBe(3)
  })
})

describe('the standard plan', () => {
  const facts = { title: '新课', unit: '第一单元', lengthMin: 45 }
  const near = {
    site: 'near',
    school: '城关小学',
    className: '五（2）班',
    teacher: '林若溪',
  } as const
  const far = { site: 'far', school: '青山小学', className: '五（1）班', teacher: '石远' } as const

  it('fills the lesson’s length and fits the schema', () => {
    const plan = buildPlan(standardPlan({ ...facts, sites: [near, far] }))
    planSchema.nodeFromJSON(plan).check()
    const { steps } = planOutline(plan)
    expect(steps.reduce((sum, s) => sum + s.minutes, 0)).toBe(45)
  })

  it('has a row for the assistant only where there is one', () => {
    const kinds = (sites: readonly (typeof near | typeof far)[]) =>
      JSON.stringify(buildPlan(standardPlan({ ...facts, sites })))
    expect(kinds([near])).not.toContain('"assist"')
    expect(kinds([near, far]).match(/"assist"/g)).toHaveLength(5)
  })
})

it('two people who empty the same step at once leave a document that still reads', () => {
  const doc = testPlanDoc()
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  const stepOf = (d: Y.Doc) =>
    bodyOf(d)
      .toArray()
      .find((n) => n instanceof Y.XmlElement && n.nodeName === 'lessonStep') as Y.XmlElement
  stepOf(doc).delete(0, 3)
  stepOf(other).delete(2, stepOf(other).length - 2)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  planSchema.nodeFromJSON(bodyJson(doc)).check()
  expect(outlineOfDoc(doc)).toEqual(outlineOfDoc(other))
  expect(outlineOfDoc(doc).steps[0]).toMatchObject({ title: '', lead: '', minutes: 4 })
})

it('gives table roles to the nodes of a table and to no others', () => {
  const roles = Object.values(planSchema.nodes).flatMap((node) =>
    node.spec.tableRole ? [[node.name, node.spec.tableRole]] : [],
  )
  expect(Object.fromEntries(roles)).toEqual({
    table: 'table',
    tableRow: 'row',
    tableCell: 'cell',
    tableHeader: 'header_cell',
  })
})
