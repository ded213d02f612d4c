import * as Y from 'yjs'
import { buildPlan } from './buildPlan.ts'
import { type Commenter, mayComment } from './commentGuard.ts'
import { fillBody } from './fillBody.ts'
import type { PlanSeed } from './seed.ts'
import { PLAN_BODY } from './shape.ts'

/** A small dual lesson for tests: two steps, one list, facts. */
export const testSeed: PlanSeed = {
  title: '落花生（第二课时）',
  facts: [
    { label: '教材', value: '统编版五年级上册' },
    { label: '课型', value: '新授课' },
    { label: '主备', value: '林若溪' },
  ],
  before: [
    { title: '目标', items: ['说清花生“最可贵”在哪里。', '体会借物喻人的写法。'] },
    { title: '难点', paragraphs: ['由物到人的联系。'] },
  ],
  steps: [
    {
      title: '回顾课文',
      minutes: 4,
      lead: '板书“种、收、尝、议”，先请青山班说。',
      assist: '复述问题，发一捧带壳的花生。',
      student: '翻到第 10 自然段。',
      intent: '',
      firstPage: 1,
    },
    {
      title: '品读“议花生”',
      minutes: 14,
      lead: '边读边想：父亲为什么拿桃子、石榴、苹果来比？不急着评价。',
      assist: '巡看青山班批注。\n写好的举蓝牌。',
      student: '默读、圈画。',
      intent: '先写后说。',
      firstPage: 4,
    },
  ],
  after: [{ title: '板书设计' }],
}

export const testPlanDoc = (seed: PlanSeed = testSeed): Y.Doc => {
  const doc = new Y.Doc()
  fillBody(doc, buildPlan(seed))
  return doc
}

export const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(PLAN_BODY)

/** Another browser's copy. */
export const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** Both documents learn what the other has. */
export const meet = (a: Y.Doc, b: Y.Doc): void => {
  const fromA = Y.encodeStateAsUpdate(a, Y.encodeStateVector(b))
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)))
  Y.applyUpdate(b, fromA)
}

/**
 * What the guard says of an edit of comments made on another copy: asked as the room does, inside the
 * transaction. `meanwhile` is what came between that copy and the edit's arrival.
 */
export const mayEditComments = (
  before: Y.Doc,
  by: Commenter,
  edit: (doc: Y.Doc) => void,
  meanwhile: (doc: Y.Doc) => void = () => undefined,
): boolean => {
  const client = copyOf(before)
  const known = Y.encodeStateVector(client)
  client.getMap('threads')
  client.transact(() => edit(client))
  const trial = copyOf(before)
  trial.transact(() => meanwhile(trial))
  const events: Y.YEvent<Y.AbstractType<unknown>>[] = []
  trial.getMap('threads').observeDeep((seen) => {
    events.push(...(seen as Y.YEvent<Y.AbstractType<unknown>>[]))
  })
  let verdict = false
  trial.on('afterTransaction', () => {
    verdict = mayComment({ events, doc: trial, by })
  })
  Y.applyUpdate(trial, Y.encodeStateAsUpdate(client, known))
  return verdict
}
