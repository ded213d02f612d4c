import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import { type StockWriter, stockWriter } from '#e2e/support/stockWriter.ts'
import { until } from '#e2e/support/until.ts'

let stage: ClusterStage
beforeAll(async () => {
  stage = await clusterStage()
}, 120_000)
afterAll(() => stage?.stop())

const writers = new Set<StockWriter>()
afterEach(() => {
  for (const writer of writers) writer.leave()
  writers.clear()
})

const writer = (origin: string, planId: string, mark: string): StockWriter => {
  const made = stockWriter({ origin, name: `plan:${planId}`, cookie: stage.lead.cookie, mark })
  writers.add(made)
  return made
}

const allSynced = (some: readonly StockWriter[]) =>
  until('everybody is in', () => some.every(({ provider }) => provider.synced))

const sameText = (some: readonly StockWriter[]) =>
  until('everybody has the same text', () => new Set(some.map(({ text }) => text())).size === 1)

test('stock clients of two nodes write one document', async () => {
  const { planId } = await stage.makeLesson('一课两处')
  const here = writer(stage.a.url, planId, 'a')
  await allSynced([here])
  const there = writer(stage.b.url, planId, 'b')
  await allSynced([there])
  for (let i = 0; i < 50; i += 1) {
    here.write()
    there.write()
  }
  await until('all of it is saved', () => here.saved.size === 50 && there.saved.size === 50)
  await sameText([here, there])
  for (const word of [...here.written, ...there.written]) expect(here.text()).toContain(word)
})
