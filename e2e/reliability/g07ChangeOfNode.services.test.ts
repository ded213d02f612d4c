import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import type { Studio } from '#e2e/support/startStudio.ts'
import { type StockWriter, stockWriter } from '#e2e/support/stockWriter.ts'
import { until } from '#e2e/support/until.ts'
import { openPostgresDocuments } from '#server/platform/db/Db.ts'
import { connectRedis } from '#server/platform/redis/connectRedis.ts'
import { quietLog } from '#server/platform/sync/testing/quietLog.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { noteFigure, times } from './rig/figures.ts'

const DOCUMENTS = times(8, 100)
/** How often everybody of a document leaves one node while others come to the other. */
const MOVES = 3
const WRITERS = 2

let stop: () => Promise<void> = async () => {}
afterEach(() => stop())

/** The rooms that made them stay for their last projection, and then let their leases go. */
const untilNobodyHas = async (
  { shared }: ClusterStage,
  names: readonly string[],
): Promise<void> => {
  const redis = await connectRedis({ url: shared.REDIS_URL, log: quietLog, what: 'leases' })
  try {
    const leases = names.map((name) => `${shared.REDIS_PREFIX}:lease:doc:${name}`)
    await until('let go', async () => (await redis.exists(...leases)) === 0)
  } finally {
    redis.disconnect()
  }
}

/**
 * Lessons whose plan nobody has made the document of yet, as when the node that was to make it died
 * after the lesson's rows were there.
 */
const unbegun = async (stage: ClusterStage, count: number): Promise<readonly string[]> => {
  const names: string[] = []
  for (let i = 0; i < count; i += 1)
    names.push(`plan:${(await stage.makeLesson('同一份教案')).planId}`)
  const documents = await openPostgresDocuments({ url: stage.shared.DATABASE_URL, poolSize: 1 })
  try {
    await untilNobodyHas(stage, names)
    for (const table of ['doc_client', 'doc_log', 'doc_snapshot', 'doc_meta'] as const)
      await documents.deleteFrom(table).where('doc', 'in', names).execute()
  } finally {
    await documents.destroy()
  }
  return names
}

/** What a document begins with; what the writers added are paragraphs behind it. */
const outlineOf = (doc: Y.Doc): string =>
  doc
    .getXmlFragment(PLAN_BODY)
    .toArray()
    .map((node) => (node instanceof Y.XmlElement ? node.nodeName : 'text'))
    .filter((name) => name !== 'paragraph')
    .join()

const isSaved = ({ saved, written }: StockWriter) => saved.has(written.at(-1) ?? '')

/** How many acknowledged words of the writers some reader does not have. */
const unseen = (writers: readonly StockWriter[], readers = writers): number =>
  writers
    .flatMap(({ saved }) => [...saved])
    .filter((word) => readers.some((reader) => !reader.text().includes(`>${word}<`))).length

/** Opened on both nodes at once, and then moved: those of one node leave while the other's come. */
const live = async (stage: ClusterStage, name: string) => {
  const { cookie } = stage.lead
  const enter = (node: Studio, mark: string) =>
    stockWriter({ origin: node.url, name, cookie, mark })
  const enterAll = (node: Studio, mark: string) =>
    Array.from({ length: WRITERS }, (_, i) => enter(node, `${mark}-${i}-`))
  const all: StockWriter[] = []
  let lost = 0
  let here = [...enterAll(stage.a, 'first-a'), ...enterAll(stage.b, 'first-b')]
  for (let move = 0; move < MOVES; move += 1) {
    await until('everybody is in', () => here.every(({ provider }) => provider.synced))
    for (const writer of here) writer.write()
    await until('everybody is safe', () => here.every(isSaved)).catch(() => 0)
    // On whichever node somebody is, they come to see what others were told is safe.
    await until('and seen', () => unseen(here) === 0, 3000).catch(() => 0)
    lost += unseen(here)
    for (const writer of here) writer.leave()
    all.push(...here)
    here = enterAll(move % 2 === 0 ? stage.a : stage.b, `move-${move}`)
  }
  all.push(...here)
  await until('the last are in', () => here.every(({ provider }) => provider.synced))
  const late = [enter(stage.a, 'late-a'), enter(stage.b, 'late-b')]
  await until('the late ones are in', () => late.every(({ provider }) => provider.synced))
  const result = {
    outlines: [...all, ...late].map(({ doc }) => outlineOf(doc)),
    lost: lost + unseen(all, late),
    unsaved: all.filter(({ written }) => written.length > 0).filter((one) => !isSaved(one)).length,
  }
  for (const writer of [...here, ...late]) writer.leave()
  return result
}

const attack = async (stage: ClusterStage, count: number) => {
  const names = await unbegun(stage, count + 1)
  const [sample = ''] = names
  const begun = stockWriter({
    origin: stage.a.url,
    name: sample,
    cookie: stage.lead.cookie,
    mark: '',
  })
  await until('the sample is in', () => begun.provider.synced)
  const once = outlineOf(begun.doc)
  begun.leave()
  const figures = { documents: count, doubledOrHalf: 0, ackedLost: 0, neverAcked: 0 }
  for (const name of names.slice(1)) {
    const { outlines, lost, unsaved } = await live(stage, name)
    if (outlines.some((outline) => outline !== once)) figures.doubledOrHalf += 1
    figures.ackedLost += lost
    figures.neverAcked += unsaved
  }
  return { once, figures }
}

test(`G7: ${DOCUMENTS} documents begun on two nodes at once and moved ${MOVES} times while people come`, {
  timeout: 120_000 + DOCUMENTS * 20_000,
}, async () => {
  const stage = await clusterStage()
  stop = stage.stop
  const { once, figures } = await attack(stage, DOCUMENTS)
  expect(once).not.toBe('')
  noteFigure('G7', 'documents that begin twice or lose an edit when they change nodes: 0', figures)
  expect(figures).toEqual({
    documents: DOCUMENTS,
    doubledOrHalf: 0,
    ackedLost: 0,
    neverAcked: 0,
  })
})

test('G7 control: nodes that each believe to be alone double documents and lose what they acknowledged', {
  timeout: 240_000,
}, async () => {
  const stage = await clusterStage({ WEAK: 'alone,unfenced,seeds' })
  stop = stage.stop
  const { figures } = await attack(stage, 2)
  noteFigure('G7', 'control: nodes that each believe to be alone', figures)
  expect(figures.doubledOrHalf).toBeGreaterThan(0)
  expect(figures.ackedLost).toBeGreaterThan(0)
})
