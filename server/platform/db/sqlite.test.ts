import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { openSqlite } from './sqlite.ts'

const BEGUN_MS = 200

/** Somebody who begins the same new file, and is at it for a while. */
const BEGINS = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { DatabaseSync } = require('node:sqlite')
  const database = new DatabaseSync(workerData)
  database.exec('begin immediate; create table one (id integer)')
  parentPort.postMessage('begun')
  setTimeout(() => { database.exec('commit'); database.close() }, ${BEGUN_MS})
`

let folder = ''
afterEach(() => rm(folder, { recursive: true, force: true }))

test('of two who begin a new file at the same moment the second waits for the first', async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-sqlite-'))
  const file = join(folder, 'new.sqlite')
  const first = new Worker(BEGINS, { eval: true, workerData: file })
  const ended = once(first, 'exit')
  await once(first, 'message')
  expect(() => openSqlite(file)).not.toThrow()
  await ended
  const database = new DatabaseSync(file)
  expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
  expect(database.prepare('select count(*) as rows from one').get()).toEqual({ rows: 0 })
  database.close()
})
