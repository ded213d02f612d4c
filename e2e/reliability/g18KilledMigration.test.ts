import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { oldDatabase } from '#server/platform/db/testing/oldDatabase.ts'
import { isLong, noteFigure, seed, times } from './rig/figures.ts'

const KILLS = times(2, 20)
const LINES = isLong ? 400_000 : 80_000
const programs = new URL('../../server/platform/db/testing/', import.meta.url)

let folder: string
let old: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-migration-'))
  old = join(folder, 'old.sqlite')
  await oldDatabase(old, LINES)
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

type Starter = 'starter.ts' | 'bareStarter.ts'

/** Started on the database; resolves when its work begins. */
const start = async (starter: Starter, file: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [new URL(starter, programs).pathname, file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (child.stdout) await once(child.stdout, 'data')
  return child
}

const ended = async (child: ChildProcess): Promise<string> => {
  const [code, signal] =
    child.exitCode === null && child.signalCode === null
      ? await once(child, 'exit')
      : [child.exitCode, child.signalCode]
  return String(signal ?? code)
}

const rowsOf = (database: DatabaseSync, words: string): string => {
  const hash = createHash('sha256')
  for (const row of database.prepare(words).iterate()) hash.update(JSON.stringify(row))
  return hash.digest('hex')
}

/** What was written before, whatever has been added to it since. */
const dataOf = (file: string): readonly string[] => {
  const database = new DatabaseSync(file)
  try {
    return [
      rowsOf(
        database,
        'select id, parent_id, kind, name, settings, is_sample from org order by id',
      ),
      rowsOf(
        database,
        'select id, group_id, lesson_id, at, actor_id, kind, detail from activity order by id',
      ),
    ]
  } finally {
    database.close()
  }
}

/** Tables, indexes and steps: the same however it came about. */
const shapeOf = (file: string): string => {
  const database = new DatabaseSync(file)
  try {
    const [complaint] = database.prepare('pragma integrity_check(1)').all()
    return JSON.stringify([
      complaint,
      database.prepare('select type, name, sql from sqlite_master order by type, name').all(),
      database.prepare('select name from kysely_migration order by name').all(),
      database.prepare('select count(*) as wrong from activity where nth <> rowid').all(),
    ])
  } finally {
    database.close()
  }
}

/** The same numbers with the same seed. */
const randomFrom = (start: number) => {
  let state = start % 2_147_483_647 || 1
  return (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** One for all runs: begun anew for each, a first moment that is too late would be too late for ever. */
const random = randomFrom(seed)

/** Kills it somewhere in the work it takes `wholeMs` for; answers how often it was killed before its end. */
const killAgainAndAgain = async (starter: Starter, file: string, wholeMs: number) => {
  let killed = 0
  for (let tries = 0; tries < 5 * KILLS && killed < KILLS; tries += 1) {
    const child = await start(starter, file)
    const timer = setTimeout(() => child.kill('SIGKILL'), random() * 0.9 * wholeMs)
    const end = await ended(child)
    clearTimeout(timer)
    if (end === 'SIGKILL') killed += 1
    // Done before it was killed, or refusing: nothing more happens to this one.
    else return { killed, end }
  }
  return { killed, end: await ended(await start(starter, file)) }
}

const timed = async (starter: Starter, file: string): Promise<number> => {
  const child = await start(starter, file)
  const began = performance.now()
  expect(await ended(child)).toBe('0')
  return performance.now() - began
}

const copyOf = async (name: string): Promise<string> => {
  const copy = join(folder, `${name}.sqlite`)
  await copyFile(old, copy)
  return copy
}

test(`G18: a migration killed ${KILLS} times ends complete, and what was there before is there`, {
  timeout: 60_000 + KILLS * 20_000,
}, async () => {
  const before = dataOf(old)
  const whole = await copyOf('whole')
  const wholeMs = await timed('starter.ts', whole)
  const figures = { kills: 0, runs: 0, wholeMs: Math.round(wholeMs), lines: LINES }
  // One that is done before its number of kills is followed by another.
  while (figures.kills < KILLS) {
    const file = await copyOf(`killed-${figures.runs}`)
    const { killed, end } = await killAgainAndAgain('starter.ts', file, wholeMs)
    expect(end).toBe('0')
    expect(dataOf(file)).toEqual(before)
    expect(shapeOf(file)).toBe(shapeOf(whole))
    figures.kills += killed
    figures.runs += 1
    await rm(file)
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
  noteFigure('G18', 'migrations that were killed and are not whole: 0', figures)
})

test('G18 control: step by step without one transaction, a killed migration never ends', {
  timeout: 120_000,
}, async () => {
  const wholeMs = await timed('bareStarter.ts', await copyOf('bare'))
  const ends = new Set<string>()
  for (let round = 0; round < 6 && !ends.has('1'); round += 1) {
    const file = await copyOf(`bare-${round}`)
    const child = await start('bareStarter.ts', file)
    setTimeout(() => child.kill('SIGKILL'), ((round + 2) / 9) * wholeMs)
    await ended(child)
    ends.add(await ended(await start('bareStarter.ts', file)))
  }
  expect(ends).toContain('1')
})
