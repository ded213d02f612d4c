import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { memoryDocStore } from '#server/platform/sync/memoryDocStore.ts'
import { until, updateOf } from '#server/platform/sync/testing/syncHarness.ts'
import type { VersionId } from '#shared/ids.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { person, planId } from '../testing.ts'
import { nameVersion } from '../versions/nameVersion.ts'
import { readVersion } from '../versions/readVersions.ts'
import { restoreVersion } from '../versions/restoreVersion.ts'
import { readContribution } from './readContribution.ts'
import { readState } from './readState.ts'
import { addParagraph, historyForTest, PLAN } from './testing.ts'

const LIN = 'user-lin-0001'
const lin = person(LIN, '林若溪')
/** So many that the room leaves a snapshot when it empties. */
const LETTERS = 260

let test: Awaited<ReturnType<typeof historyForTest>>
beforeEach(async () => {
  test = await historyForTest({ [LIN]: ['view', 'editPlan', 'comment'] })
})
afterEach(() => test.stop())

const log = () => {
  const doc = (test.studio.store as ReturnType<typeof memoryDocStore>).docs.get(PLAN)
  if (!doc) throw new Error('nobody has made the plan')
  return doc
}

/** Words of one person, a letter at a time, and a snapshot of them. */
const written = async (): Promise<string> => {
  const { doc, provider, leave } = test.studio.stock(PLAN, LIN)
  await until('synced', () => provider.synced)
  const text = addParagraph(doc, '起')
  for (let i = 0; i < LETTERS; i += 1) text.insert(text.length, '字')
  await until('stored', () => log().updates.length > LETTERS)
  leave()
  await until('folded', () => log().snapshots.length > 0)
  return outlineOfDoc(doc).text
}

const damage = (seq: number): void => {
  const { updates } = log()
  updates[seq - 1] = { ...updates[seq - 1]!, checksum: 0 }
}
const poison = (seq: number): void => {
  const update = Uint8Array.of(1, 200, 7)
  log().updates[seq - 1] = { ...log().updates[seq - 1]!, update, checksum: crc32(update) }
}

/** Elements that lie in one another, deeper than whoever reads them has a stack. */
const sink = (seq: number): void => {
  const doc = new Y.Doc()
  const update = updateOf((d) => {
    let parent: Y.XmlFragment = d.getXmlFragment('body')
    for (let depth = 0; depth < 15_000; depth += 1) {
      const child = new Y.XmlElement('blockquote')
      parent.insert(0, [child])
      parent = child
    }
  }, doc)
  log().updates[seq - 1] = { ...log().updates[seq - 1]!, update, checksum: crc32(update) }
}

const copyOf = (update: string): Y.Doc => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(update, 'base64'))
  return doc
}
const name = (versionId: string) =>
  nameVersion(test.parts, async () => lin, planId, {
    versionId: versionId as VersionId,
    label: '稿',
    note: '',
  })

it.each([
  ['damaged', damage],
  ['no update', poison],
])(
  '[DR29] a row that is %s, below a snapshot: the plan of now is whole, and so are versions',
  async (_, hit) => {
    const words = await written()
    hit(50)
    const { outline, update } = await readState(test.parts, lin, planId, {})
    expect(outline.text).toBe(words)
    expect(copyOf(update).store.pendingStructs).toBeNull()
    await name('version-0001')
    const { state } = await readVersion(test.parts, lin, planId, 'version-0001')
    expect(state.outline.text).toBe(words)
  },
)

it('[DR29] the last row is damaged, below a snapshot: the plan of now is whole, and so is a version', async () => {
  const words = await written()
  damage(log().updates.length)
  expect((await readState(test.parts, lin, planId, {})).outline.text).toBe(words)
  expect((await readState(test.parts, lin, planId, { seq: 9999 })).outline.text).toBe(words)
  await name('version-0001')
  const { state } = await readVersion(test.parts, lin, planId, 'version-0001')
  expect([state.seq, state.outline.text]).toEqual([log().updates.length, words])
  const before = await readState(test.parts, lin, planId, { seq: log().updates.length - 1 })
  expect(before.outline.text).toBe(words.slice(0, -1))
})

it('[DR29] the last row before a time is damaged, below a snapshot: what is shown of that time is whole', async () => {
  const words = await written()
  const { updates } = log()
  for (const [i, row] of updates.entries()) updates[i] = { ...row, atMs: 1000 + row.seq }
  damage(updates.length)
  const last = 1000 + updates.length
  const at = async (ms: number) => (await readState(test.parts, lin, planId, { at: ms })).outline
  expect((await at(last)).text).toBe(words)
  expect((await at(last + 5000)).text).toBe(words)
  expect((await at(last - 1)).text).toBe(words.slice(0, -1))
})

it('[DR29] going back keeps all that the plan said, though its log is damaged', async () => {
  await name('version-0001')
  const words = await written()
  damage(50)
  const asked = { planId, versionId: 'version-0001' }
  const { before } = await restoreVersion(test.parts, async () => lin, asked)
  const kept = await readVersion(test.parts, lin, planId, before?.versionId ?? '')
  expect(kept.state.outline.text).toBe(words)
})

it.each([
  ['damaged', damage],
  ['no update', poison],
])(
  '[DR29] a row that is %s, above every snapshot: the rest is shown, and counted',
  async (_, hit) => {
    await written()
    log().snapshots.splice(0)
    hit(50)
    const { outline, update, seq } = await readState(test.parts, lin, planId, {})
    expect(outline.text).toContain('起字字')
    expect(copyOf(update).store.pendingStructs).toBeNull()
    expect(seq).toBe(log().updates.length)
    const { people } = await readContribution(test.parts, lin, planId)
    expect(people.find(({ person: who }) => who?.userId === LIN)?.inserted).toBeGreaterThan(40)
  },
)

it('[DR29] a row that is too deep for anybody is left out, though nothing builds on it', async () => {
  const words = await written()
  log().snapshots.splice(0)
  sink(log().updates.length)
  const { outline } = await readState(test.parts, lin, planId, {})
  expect(outline.text).toBe(words.slice(0, -1))
  const { people } = await readContribution(test.parts, lin, planId)
  expect(people.find(({ person: who }) => who?.userId === LIN)?.inserted).toBeGreaterThan(
    LETTERS / 2,
  )
})
