import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FullClient } from '#e2e/bench/sync/lib/FullClient.ts'
import { Ledger } from '#e2e/bench/sync/lib/Ledger.ts'
import { rssMB } from '#e2e/bench/sync/lib/processTree.ts'
import { attacks } from './corpus/attacks.ts'
import { step1 } from './corpus/frames.ts'
import { naiveRig } from './naive/naiveRig.ts'
import { noteFigure } from './rig/figures.ts'
import { editorOf, endpointOf, type Rig, raw } from './rig/Rig.ts'
import { type StudioRig, studioRig } from './rig/studioRig.ts'
import { until } from './rig/until.ts'

let studio: StudioRig
let naive: Rig
beforeAll(async () => {
  studio = await studioRig()
  naive = await naiveRig()
})
afterAll(async () => {
  await studio?.stop()
  await naive?.stop()
})

/** A colleague in another document, who types and is to notice nothing. */
const bystander = async (rig: Rig) => {
  const { plan } = await rig.makeDocuments('elsewhere')
  const ledger = new Ledger()
  const client = new FullClient(endpointOf(rig, plan, editorOf(rig, 3)), { ledger })
  await client.connect()
  const timer = setInterval(() => client.type('字'), 10)
  return {
    stop: async () => {
      clearInterval(timer)
      await until('the bystander is served', () => client.updatesAcked === client.updatesSent)
      const isIn = client.state === 'open'
      client.destroy()
      return { isIn, maxMs: ledger.acks.summary().max }
    },
  }
}

describe.each(attacks)('G11: %s', (name, run) => {
  test('does no harm, and a bystander does not notice', async () => {
    const documents = await studio.makeDocuments(name)
    const other = await bystander(studio)
    const beforeMB = rssMB(studio.pid)
    const harm = await run({ rig: studio, documents })
    const { isIn, maxMs } = await other.stop()
    noteFigure('G11', 'hostile updates that do harm: 0', {
      ...{ attack: name, harm: harm.join(', '), bystanderMaxMs: maxMs },
      rssGrowthMB: Math.round(rssMB(studio.pid) - beforeMB),
    })
    expect(harm).toEqual([])
    expect(isIn).toBe(true)
    expect(studio.isRunning()).toBe(true)
  })

  test('control: harms a server without the defence', async () => {
    const documents = await naive.makeDocuments(name)
    expect(await run({ rig: naive, documents })).not.toEqual([])
  })
})

describe('G11: very much at once', () => {
  test('5,000 questions in one breath and 300 connections leave nobody unserved', async () => {
    const { plan } = await studio.makeDocuments('at once')
    const other = await bystander(studio)
    const asking = await raw(studio, plan, editorOf(studio, 0)).opened()
    for (let asked = 0; asked < 5000; asked += 1) asking.send(step1())
    // One person may have 64 there.
    const crowd = Array.from({ length: 300 }, (_, i) => raw(studio, plan, editorOf(studio, i)))
    const answered = await Promise.all(crowd.map((client) => client.ask()))
    const { isIn, maxMs } = await other.stop()
    noteFigure('G11', 'hostile updates that do harm: 0', {
      ...{ attack: '5,000 questions and 300 connections', bystanderMaxMs: maxMs },
    })
    expect(isIn).toBe(true)
    expect(answered).not.toContain(false)
    for (const client of [asking, ...crowd]) client.leave()
  })
})
