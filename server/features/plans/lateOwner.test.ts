import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { DocOwner } from '#server/platform/sync/ports.ts'
import type { UserId } from '#shared/ids.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { testSeed } from '#shared/plans/testing.ts'
import { addThread } from '#shared/plans/threads.ts'
import { lessonId, planId, plansForTest } from './testing.ts'

const LIN = 'user-lin-0001' as UserId

/** What a node that owns the document under `fence` tells of it. */
const tell = (owner: DocOwner, doc: Y.Doc, fence: number) =>
  owner.projection?.stored(planId, owner.projection.project(doc), [LIN], fence)

const saying = (words: string): Y.Doc => {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  doc.getXmlFragment(PLAN_BODY).push([paragraph])
  return doc
}

const asking = (count: number, at: string): Y.Doc => {
  const doc = new Y.Doc()
  for (let nth = 0; nth < count; nth += 1)
    addThread(doc, {
      threadId: `thread-0000${nth}`,
      kind: 'question',
      anchor: { start: 'AAEC', end: 'AAED', quote: '荷', prefix: '', suffix: '', stepId: null },
      messages: [
        { id: `message-000${nth}`, authorId: LIN, authorName: '林若溪', at, text: '为什么？' },
      ],
    })
  return doc
}

const begun = async () => {
  const under = await plansForTest({})
  await under.queries.create({ planId, lessonId, seed: testSeed, title: '落花生' })
  return under
}

test('[DR24] what an owner of before tells late of a plan changes no list, and is no news', async () => {
  const { owner, row, told } = await begun()
  const plan = owner('plan')
  await tell(plan, saying('旧'), 1)
  await tell(plan, saying('旧的，和新的'), 2)
  told.length = 0
  await tell(plan, saying('旧'), 1)
  expect((await row()).text).toBe('旧的，和新的')
  expect(told).toEqual([])
  // The owner goes on, and so does a studio of one process whose start has no number.
  await tell(plan, saying('更新的'), 2)
  expect((await row()).text).toBe('更新的')
  await tell(plan, saying('最新的'), 0)
  expect((await row()).text).toBe('最新的')
})

test('[DR24] nor of its comments, whose owner is another', async () => {
  const { owner, row, told, clock } = await begun()
  const at = new Date(clock.now()).toISOString()
  await tell(owner('plan'), saying('文'), 7)
  await tell(owner('comments'), asking(2, at), 3)
  expect(await row()).toMatchObject({ comment_count: 2 })
  told.length = 0
  await tell(owner('comments'), asking(1, at), 2)
  expect(await row()).toMatchObject({ comment_count: 2, open_questions: 2 })
  expect(told).toEqual([])
})
