import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { summaryOf } from '#e2e/bench/sync/lib/stats.ts'
import { type StockWriter, stockWriter } from '#e2e/support/stockWriter.ts'
import { until } from '#e2e/support/until.ts'
import { isLong, noteFigure, times } from './rig/figures.ts'
import { type StudioRig, studioRig } from './rig/studioRig.ts'

const BACKUPS = times(1, 5)
/** Of documents nobody has open: what a backup reads most of. */
const FILLED_MB = isLong ? 400 : 60
const WRITERS = 6
const WORD_EVERY_MS = 40
/** How long a backup may hold up an edit. */
const GOAL_MS = 100

const root = join(import.meta.dirname, '../..')

let rig: StudioRig
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-backup-'))
  rig = await studioRig()
  await rig.kill()
  fill(join(rig.dataDir, 'documents.sqlite'), FILLED_MB)
  await rig.restart()
}, 180_000)
afterAll(async () => {
  await rig?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Rows of documents that were written long ago; nobody opens them. */
const fill = (file: string, megabytes: number): void => {
  const database = new DatabaseSync(file)
  try {
    database.exec('begin')
    const insert = database.prepare(
      'insert into doc_log values (?, 1, 1, 0, 0, randomblob(65536), 0)',
    )
    for (let row = 0; row < megabytes * 16; row += 1) insert.run(`plan:filled-${row}`)
    database.exec('commit')
  } finally {
    database.close()
  }
}

/** Writes a word, waits until it is safe, and so on; notes how long each took, in ms. */
const type = async (writer: StockWriter, isOver: () => boolean, waits: number[]) => {
  while (!isOver()) {
    const began = performance.now()
    writer.write()
    const word = writer.written.at(-1) ?? ''
    while (!writer.saved.has(word)) await new Promise((resolve) => setTimeout(resolve, 1))
    waits.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, WORD_EVERY_MS))
  }
}

const typeWhile = async (writers: readonly StockWriter[], work: () => Promise<unknown>) => {
  const waits: number[] = []
  let isOver = false
  const typed = Promise.all(writers.map((writer) => type(writer, () => isOver, waits)))
  await work()
  isOver = true
  await typed
  return waits
}

const overGoal = (waits: readonly number[]): number => waits.filter((wait) => wait > GOAL_MS).length

/** `npm run backup`, a process of its own. Answers how long it took, in ms. */
const backup = async (number: number): Promise<number> => {
  const began = performance.now()
  const to = join(folder, String(number))
  const child = spawn(
    process.execPath,
    ['server/start/backup.mjs', '--to', to, '--data', rig.dataDir],
    { cwd: root, stdio: 'ignore' },
  )
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  return performance.now() - began
}

test(`G19: ${BACKUPS} backups of a running studio of ${FILLED_MB} MB, while people write`, {
  timeout: 120_000 + BACKUPS * 120_000,
}, async () => {
  const { plan } = await rig.makeDocuments('备份')
  const writers = rig.editors
    .slice(0, WRITERS)
    .map(({ cookie }, i) => stockWriter({ origin: rig.url, name: plan, cookie, mark: `w${i}-` }))
  await until('everybody is in', () => writers.every(({ provider }) => provider.synced))
  const took: number[] = []
  const quiet: number[] = []
  const meanwhile: number[] = []
  for (let number = 0; number < BACKUPS; number += 1) {
    let backupMs = 0
    const during = await typeWhile(writers, async () => {
      backupMs = await backup(number)
    })
    // As long without one, in turn: what else the machine has to do is felt in both.
    const after = await typeWhile(writers, () => pause(backupMs))
    took.push(backupMs)
    meanwhile.push(...during)
    quiet.push(...after)
  }
  for (const writer of writers) writer.leave()
  const [without, during] = [summaryOf(quiet), summaryOf(meanwhile)]
  const figures = {
    ...{ megabytes: FILLED_MB, backups: BACKUPS, backupMs: Math.round(Math.max(...took)) },
    ...{ edits: meanwhile.length, p99Ms: during.p99, maxMs: during.max },
    over100: overGoal(meanwhile),
    ...{ quietEdits: quiet.length, quietP99Ms: without.p99, quietMaxMs: without.max },
    quietOver100: overGoal(quiet),
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
  noteFigure('G19', 'how long an edit waits while a backup is made: at most 100 ms', figures)
  expect(meanwhile.length).toBeGreaterThan(20)
})
