import { afterEach, beforeEach, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { until } from '#server/platform/sync/testing/syncHarness.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { person, planId } from '../testing.ts'
import { readDeletions } from './readDeletions.ts'
import { addParagraph, historyForTest, PLAN } from './testing.ts'

const LIN = 'user-lin-0001'
const SHI = 'user-shi-0001'
const NOBODY = 'user-no-00001'

let test: Awaited<ReturnType<typeof historyForTest>>
beforeEach(async () => {
  test = await historyForTest({ [LIN]: ['view', 'editPlan'], [SHI]: ['view', 'editPlan'] })
})
afterEach(() => test.stop())

const client = async (userId: string): Promise<Y.Doc> => {
  const { doc, provider } = test.studio.stock(PLAN, userId)
  await until('synced', () => provider.synced)
  return doc
}
const nameOf = (type: Y.XmlElement | Y.XmlText): string => {
  if (!type._item) throw new Error('not in a document')
  return `${type._item.id.client}.${type._item.id.clock}`
}
const ask = (names: readonly string[], by = LIN) =>
  readDeletions(test.parts, person(by, by), planId, names)

it('says whose edit took a block away, also for what stood in it, and when', async () => {
  const [lin, shi] = [await client(LIN), await client(SHI)]
  const body = (doc: Y.Doc) => doc.getXmlFragment(PLAN_BODY)
  const before = body(lin).length
  const text = addParagraph(lin, '蓝牌换成便签')
  const standing = addParagraph(lin, '这一句没人动')
  const names = [text, text.parent as Y.XmlElement, standing].map(nameOf)
  await until('the other one has it', () => body(shi).length === before + 2)
  const atMs = test.clock.now()
  body(shi).delete(before, 1)
  await until('gone', () => body(lin).length === before + 1)
  const { deletions } = await ask([...names, '7.7'])
  expect(deletions).toEqual(
    names.slice(0, 2).map((item) => ({
      item,
      by: expect.objectContaining({ userId: SHI }),
      at: new Date(atMs).toISOString(),
    })),
  )
})

it('is the past, and only for whoever may see it', async () => {
  await expect(ask(['1.1'], NOBODY)).rejects.toMatchObject({ code: 'not-found' })
})
