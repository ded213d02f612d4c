import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { copyInThread } from './copyInThread.ts'
import { checkSqlite } from './copySqlite.ts'

const ROWS = 800

let folder: string
let from: string
let to: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-pages-'))
  from = join(folder, 'a.sqlite')
  to = join(folder, 'b.sqlite')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const fill = (): DatabaseSync => {
  const database = new DatabaseSync(from)
  database.exec('pragma journal_mode = wal; create table t (n integer, bytes blob); begin')
  const insert = database.prepare('insert into t values (?, randomblob(65536))')
  for (let row = 0; row < ROWS; row += 1) insert.run(row)
  database.exec('commit')
  return database
}

/** Another process that commits all the time, to rows of before too, as a studio does. */
const WRITER = `
  const { DatabaseSync } = require('node:sqlite')
  const database = new DatabaseSync(process.argv[2], { timeout: 5000 })
  let n = 0
  const write = () => {
    database.exec('begin immediate')
    database.exec(\`update t set n = n + 1\`)
    database.exec('commit')
    n += 1
    if (n === 3) process.send('writing')
    setTimeout(write, 1)
  }
  write()
`

test('[DR28] a copy is of one moment and comes to its end, while another process commits', async () => {
  fill().close()
  const program = join(folder, 'writer.cjs')
  await writeFile(program, WRITER)
  const writer = fork(program, [from])
  try {
    await once(writer, 'message')
    await copyInThread('copyPages', { from, to })
  } finally {
    writer.kill('SIGKILL')
    await once(writer, 'exit')
  }
  expect(checkSqlite(to)).toBeNull()
  const copy = new DatabaseSync(to, { readOnly: true })
  const [row] = copy
    .prepare('select count(*) as rows, max(n - rowid) - min(n - rowid) as torn from t')
    .all()
  const mode = copy.prepare('pragma journal_mode').get()
  copy.close()
  expect(row).toEqual({ rows: ROWS, torn: 0 })
  // One file, that can be read where nothing can be written.
  expect(mode).toEqual({ journal_mode: 'delete' })
  expect(readdirSync(folder).filter((name) => name.startsWith('b.'))).toEqual(['b.sqlite'])
})

test('what SQLite refuses is refused here, and nothing is left', async () => {
  await expect(
    copyInThread('copyPages', { from: join(folder, 'none.sqlite'), to }),
  ).rejects.toThrow('unable to open')
  expect(existsSync(to)).toBe(false)
})
