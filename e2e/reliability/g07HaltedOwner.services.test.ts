import { afterEach, expect, test } from 'vitest'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import { stockWriter } from '#e2e/support/stockWriter.ts'
import { until } from '#e2e/support/until.ts'
import { noteFigure } from './rig/figures.ts'

let stage: ClusterStage | null = null
afterEach(async () => {
  await stage?.stop()
  stage = null
})

/** A successor may take over once the lease of 8 s is over. */
const TAKEN_OVER_MS = 30_000
/** Long enough for an append that nothing refuses. */
const ANSWER_MS = 3_000

/**
 * The owner of a document stands still until another node has taken it, and then goes on without
 * noticing: only the number under which it owns the document keeps it from being believed. Answers
 * what it acknowledged then and the successor does not show.
 */
const attack = async (weak: string) => {
  stage = await clusterStage()
  const { b, lead } = stage
  const name = `plan:${(await stage.makeLesson('停顿')).planId}`
  const blind = await stage.startNode('blind', { WEAK: weak })
  const enter = (origin: string, mark: string) =>
    stockWriter({ origin, name, cookie: lead.cookie, mark })
  const old = enter(blind.url, 'old')
  await until('it is in', () => old.provider.synced)
  old.write()
  await until('and safe', () => old.saved.size === 1)
  process.kill(blind.pid, 'SIGSTOP')
  const [reader, later] = [enter(b.url, 'reader'), enter(b.url, 'later')]
  try {
    // It lies in the halted process's socket, to be taken up when it goes on.
    old.write()
    await until('the successor has it', () => reader.provider.synced, TAKEN_OVER_MS)
  } finally {
    process.kill(blind.pid, 'SIGCONT')
  }
  await until('it is acknowledged', () => old.saved.size > 1, ANSWER_MS).catch(() => 0)
  const acknowledged = [...old.saved]
  await until(
    'it is shown',
    () => acknowledged.every((word) => reader.text().includes(word)),
    2000,
  ).catch(() => 0)
  const lost = acknowledged.filter((word) => !reader.text().includes(`>${word}<`)).length
  // Nothing of it is gone: its page brings it to the successor.
  old.moveTo(b.url)
  await until('it is safe in the end', () => old.saved.size === 2)
  await until('and seen', () => reader.text().includes(`>${old.written[1]}<`))
  for (const one of [old, reader, later]) one.leave()
  await blind.stop()
  return { weak, acknowledged: acknowledged.length, ackedLost: lost }
}

test('G7: an owner that was halted and does not notice acknowledges nothing its successor lacks', {
  timeout: 120_000,
}, async () => {
  const figures = await attack('blind')
  noteFigure('G7', 'acknowledged by a halted owner, unknown to its successor: 0', figures)
  expect(figures.ackedLost).toBe(0)
})

test('G7 control: without the number in the database it acknowledges what nobody sees', {
  timeout: 120_000,
}, async () => {
  const figures = await attack('blind,unfenced')
  noteFigure('G7', 'control: the database compares no number', figures)
  expect(figures.ackedLost).toBeGreaterThan(0)
})
