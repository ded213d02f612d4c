import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { isLongRun } from '#server/testing/isLongRun.ts'
import { openLedger } from './testing/storeLedger.ts'

const KILLS = isLongRun ? 200 : 5

let ledger: Awaited<ReturnType<typeof openLedger>>
afterEach(() => ledger.end())

const killOnce = async (defect: string): Promise<void> => {
  const child = ledger.start({ defect })
  await ledger.more('WROTE', 40)
  // Anywhere: in a write, between it and its fsync, in the middle of the database's commit.
  await pause(Math.random() * 60)
  child.kill('SIGKILL')
  await once(child, 'close')
}

test(`[DR7] kill -9 at ${KILLS} random moments: nothing that was written is lost`, {
  timeout: 1_200_000,
}, async () => {
  ledger = await openLedger()
  for (let kill = 0; kill < KILLS; kill += 1) {
    await killOnce('none')
    if (kill % 5 === 4) expect(await ledger.missing()).toEqual([])
  }
  expect(await ledger.missing()).toEqual([])
  expect(ledger.count('WROTE')).toBeGreaterThanOrEqual(KILLS * 40)
})

test('and it would be noticed if an append returned before the kernel had it', {
  timeout: 60_000,
}, async () => {
  ledger = await openLedger()
  await killOnce('late-write')
  expect(await ledger.missing()).not.toEqual([])
})
