import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkSqlite } from './copySqlite.ts'
import { copySqliteSmoothly } from './copySqliteSmoothly.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-copy-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a copy is whole, and the thread that asks for it goes on meanwhile', async () => {
  const [from, to] = [join(folder, 'a.sqlite'), join(folder, 'b.sqlite')]
  const database = new DatabaseSync(from)
  database.exec('pragma journal_mode = wal; create table t (bytes blob); begin')
  const insert = database.prepare('insert into t values (randomblob(65536))')
  for (let row = 0; row < 500; row += 1) insert.run()
  database.exec('commit')
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 1)
  await copySqliteSmoothly(from, to)
  clearInterval(timer)
  database.close()
  expect(turns).toBeGreaterThan(5)
  expect(checkSqlite(to)).toBeNull()
  expect(statSync(to).size).toBeGreaterThan(500 * 65_536)
})

test('what SQLite refuses is refused here', async () => {
  const to = join(folder, 'b.sqlite')
  await expect(copySqliteSmoothly(join(folder, 'none.sqlite'), to)).rejects.toThrow(
    'unable to open',
  )
  expect(existsSync(to)).toBe(false)
})
