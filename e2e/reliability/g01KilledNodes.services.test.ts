import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import { clusterWriters } from '#e2e/support/clusterWriters.ts'
import { until } from '#e2e/support/until.ts'
import { isLong, noteFigure, times } from './rig/figures.ts'

const KILLS = times(2, 50)
/** The lease of a node that died lasts 8 s, and a page tries again every 2.5 s. */
const BACK_MS = 12_500

let stage: ClusterStage
beforeAll(async () => {
  stage = await clusterStage()
}, 120_000)
afterAll(() => stage?.stop())
const { enter, typing, allSavedAgain, sameText, lostOf, leaveAll } = clusterWriters(() => stage)
afterEach(leaveAll)

/**
 * kill -9 of the node a document lives on while people of all nodes write in it. Every other time
 * nobody comes back: then what was acknowledged has only the database to be kept by.
 */
const kill = async (number: number) => {
  const { planId } = await stage.makeLesson(`第 ${number} 次`)
  const node = await stage.startNode('killed')
  const onIt = await enter(node, planId, 'k')
  const carried = [
    await enter(stage.a, planId, 'a'),
    await enter(stage.b, planId, 'b'),
    await enter(stage.b, planId, 'c'),
  ]
  const all = [onIt, ...carried]
  let isKilled = false
  const typed = typing(all, () => isKilled)
  // At another moment each time.
  await until('some is saved', () => onIt.saved.size > 20 + 7 * (number % 10))
  await node.kill()
  isKilled = true
  await typed
  let backMs = 0
  if (number % 2 === 1) leaveAll()
  else {
    onIt.moveTo(stage.b.url)
    backMs = Math.round(await allSavedAgain(all))
    await sameText(all)
  }
  const lost = await lostOf(stage.a, planId, all)
  leaveAll()
  await node.stop()
  const acknowledged = all.reduce((sum, { saved }) => sum + saved.size, 0)
  return { acknowledged, backMs, lost: lost.length }
}

test(`G1: ${KILLS} × kill -9 of a document’s node: nothing acknowledged is lost, everybody back`, {
  timeout: KILLS * 60_000 + 60_000,
}, async () => {
  const figures = { kills: KILLS, acknowledged: 0, ackedLost: 0, backMaxMs: 0, backLate: 0 }
  for (let number = 0; number < KILLS; number += 1) {
    const { acknowledged, backMs, lost } = await kill(number)
    figures.acknowledged += acknowledged
    figures.ackedLost += lost
    figures.backMaxMs = Math.max(figures.backMaxMs, backMs)
    if (backMs > BACK_MS) figures.backLate += 1
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
  noteFigure('G1', 'lost with a killed node: 0, everybody back within 12.5 s', figures)
  expect(figures.ackedLost).toBe(0)
  // In the short form other suites have the machine as well.
  if (isLong) expect(figures.backLate).toBe(0)
})

test('G1 control: a node that acknowledges before it stores loses what it acknowledged', {
  timeout: 120_000,
}, async () => {
  const { planId } = await stage.makeLesson('太早')
  const node = await stage.startNode('hasty', { WEAK: 'hasty' })
  const writer = await enter(node, planId, 'h')
  let isKilled = false
  const typed = typing([writer], () => isKilled)
  await until('some is acknowledged', () => writer.saved.size > 50)
  await node.kill()
  isKilled = true
  await typed
  // Its page, which still has the words, is closed with it.
  leaveAll()
  const lost = await lostOf(stage.a, planId, [writer])
  noteFigure('G1', 'control: acknowledged before it is stored', {
    acknowledged: writer.saved.size,
    ackedLost: lost.length,
  })
  expect(lost.length).toBeGreaterThan(0)
  await node.stop()
})
