import { afterEach, beforeEach, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { until } from '#server/platform/sync/testing/syncHarness.ts'
import type { VersionId } from '#shared/ids.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { readContribution } from '../history/readContribution.ts'
import { addParagraph, historyForTest, PLAN } from '../history/testing.ts'
import { person, planId } from '../testing.ts'
import { nameVersion } from './nameVersion.ts'
import { listVersions, readVersion } from './readVersions.ts'
import { restoreVersion } from './restoreVersion.ts'

const LIN = 'user-lin-0001'
const SHI = 'user-shi-0001'
const lin = person(LIN, '林若溪')
const shi = person(SHI, '石远')
const WEEK_MS = 7 * 86_400_000

let test: Awaited<ReturnType<typeof historyForTest>>
let doc: Y.Doc
beforeEach(async () => {
  test = await historyForTest({ [LIN]: ['view', 'editPlan'], [SHI]: ['view', 'editPlan'] })
  const { doc: opened, provider } = test.studio.stock(PLAN, LIN)
  doc = opened
  await until('synced', () => provider.synced)
})
afterEach(() => test.stop())

const name = (label: string) =>
  nameVersion(test.parts, async () => lin, planId, {
    versionId: `version-${label}` as VersionId,
    label,
    note: '',
  })
const stored = async (words: string): Promise<void> => {
  const text = async () => (await test.studio.rooms.read(PLAN)).getXmlFragment(PLAN_BODY).toString()
  while (!(await text()).includes(words)) await new Promise((resolve) => setImmediate(resolve))
}
/** Lin's words are kept as a version, deleted, and brought back by Shi, who keeps what was before. */
const goBack = async (label: string) => {
  addParagraph(doc, `林写的${label}`)
  await stored(`林写的${label}`)
  await name(label)
  const body = doc.getXmlFragment(PLAN_BODY)
  body.delete(body.length - 1, 1)
  addParagraph(doc, `后来${label}`)
  await stored(`后来${label}`)
  const { before } = await restoreVersion(test.parts, async () => shi, {
    ...{ planId, versionId: `version-${label}` },
  })
  if (!before) throw new Error('nothing was kept')
  return before
}
const kinds = async () =>
  (await listVersions(test.parts, lin, planId)).versions.map(({ kind }) => kind)
const keptBy = async (userId: string) =>
  (await readContribution(test.parts, lin, planId)).people.find((one) => one.userId === userId)
    ?.kept
const bytesOf = async (versionId: string) =>
  (
    await test.db
      .selectFrom('plan_version')
      .select('state')
      .where('id', '=', versionId)
      .executeTakeFirstOrThrow()
  ).state.length

it('what the server kept by itself goes after a term; named versions and who wrote what stay', async () => {
  const before = await goBack('0001')
  expect(await kinds()).toEqual(['named', 'beforeRestore'])
  const figures = await keptBy(LIN)
  expect(figures).toBe(7)
  test.clock.nowMs += 27 * WEEK_MS
  expect(await kinds()).toEqual(['named'])
  expect(await bytesOf(before.versionId), 'reading lets nothing go').toBeGreaterThan(0)
  await goBack('0002')
  expect(await kinds()).toEqual(['named', 'named', 'beforeRestore'])
  expect(await bytesOf(before.versionId)).toBe(0)
  await expect(readVersion(test.parts, lin, planId, before.versionId)).rejects.toMatchObject({
    code: 'not-found',
  })
  expect((await listVersions(test.parts, lin, planId)).restores).toHaveLength(2)
  expect(await keptBy(LIN), 'his words stay his, though she brought them back').toBe(14)
  expect(await keptBy(SHI)).toBe(0)
})
