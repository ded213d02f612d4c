import { afterEach, expect, test } from 'vitest'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import { clusterWriters } from '#e2e/support/clusterWriters.ts'
import { type Service, startRedis } from '#e2e/support/startServices.ts'
import { until } from '#e2e/support/until.ts'
import { isLong, noteFigure } from './rig/figures.ts'

const AWAY_MS = isLong ? 60_000 : 3_000
const DOCUMENTS = 3
/** Per writer; with twelve of them 120 edits a second. */
const WORD_EVERY_MS = 100

let redis: Service
let stage: ClusterStage
const writers = clusterWriters(() => stage)
afterEach(async () => {
  writers.leaveAll()
  await stage?.stop()
  await redis?.stop()
})
const open = async (more: Readonly<Record<string, string>> = {}): Promise<void> => {
  redis = await startRedis()
  stage = await clusterStage({ REDIS_URL: redis.url, ...more })
}

/** Twelve people in three documents, on both nodes; the documents live on either. */
const everybodyIn = async () => {
  const documents = []
  for (let i = 0; i < DOCUMENTS; i += 1) {
    const { planId } = await stage.makeLesson(`没有 Redis ${i}`)
    const nodes = i % 2 ? [stage.b, stage.a] : [stage.a, stage.b]
    const here = []
    for (const [n, node] of [...nodes, ...nodes].entries())
      here.push(await writers.enter(node, planId, `w${i}-${n}-`))
    documents.push({ planId, writers: here })
  }
  return documents
}

/**
 * Newcomers on both nodes for `forMs`: longer than any node needs to connect again and to renew what
 * it holds, of which the new Redis knows nothing.
 */
const comeAndGo = async (planIds: readonly string[], forMs: number): Promise<void> => {
  const began = performance.now()
  for (let turn = 0; performance.now() - began < forMs; turn += 1) {
    const came = planIds.map((planId) =>
      writers.join(turn % 2 ? stage.a : stage.b, planId, `new-${turn}`),
    )
    await new Promise((resolve) => setTimeout(resolve, 150))
    for (const writer of came) writer.leave()
  }
}

/** Everybody types on while Redis is away and comes back, having forgotten every lease. */
const attack = async (awayMs: number) => {
  const documents = await everybodyIn()
  const all = documents.flatMap((document) => document.writers)
  let isOver = false
  const typed = writers.typing(all, () => isOver, WORD_EVERY_MS)
  await redis.kill()
  await new Promise((resolve) => setTimeout(resolve, awayMs))
  const savedMeanwhile = all.reduce((sum, { saved }) => sum + saved.size, 0)
  await redis.restart()
  await comeAndGo(
    documents.map(({ planId }) => planId),
    4_000,
  )
  isOver = true
  await typed
  const backMs = Math.round(await writers.allSavedAgain(all))
  let lost = 0
  for (const { planId, writers: some } of documents) {
    await writers.sameText(some)
    lost += (await writers.lostOf(stage.b, planId, some)).length
  }
  return {
    awayMs,
    acknowledged: all.reduce((sum, { saved }) => sum + saved.size, 0),
    savedMeanwhile,
    ackedLost: lost,
    sentAway: all.reduce((sum, { codes }) => sum + codes.length, 0),
    /** Whose sockets closed how: two on each node for each document in turn. */
    codes: all.map(({ codes }) => codes.join(' ')).join('|'),
    backMs,
  }
}

test(`G16: Redis away for ${AWAY_MS / 1000} s under twelve writers: nothing lost, nobody sent away`, {
  timeout: AWAY_MS + 180_000,
}, async () => {
  await open()
  const figures = await attack(AWAY_MS)
  process.stdout.write(`${JSON.stringify(figures)}\n`)
  noteFigure('G16', 'lost or sent away while Redis is away: 0', figures)
  expect(figures).toMatchObject({ ackedLost: 0, sentAway: 0, codes: '|'.repeat(11) })
  expect(figures.savedMeanwhile).toBeGreaterThan(0)
  await until('lessons are made again', () =>
    stage.makeLesson('又连上了').then(
      () => true,
      () => false,
    ),
  )
})

test('G16 control: nodes that give up what they hold when Redis is away send everybody away', {
  timeout: 180_000,
}, async () => {
  await open({ WEAK: 'timid' })
  const figures = await attack(3_000)
  noteFigure('G16', 'control: nodes that give up what they hold', figures)
  expect(figures.sentAway).toBeGreaterThan(0)
})
