import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDb } from '../db/Db.ts'
import { openSqlite } from '../db/sqlite.ts'
import { databaseFile, embeddedDocStore } from '../sync/store/embeddedDocStore.ts'
import { quietLog } from '../sync/testing/quietLog.ts'
import { refusalOf } from './refusalOf.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yanke-start-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const refused = (start: Promise<unknown>) =>
  start.then(
    () => 'started',
    (thrown: unknown) => refusalOf(thrown, dataDir),
  )

const inWords = (text: string) => ({
  code: 'data-folder',
  words: { 'zh-CN': expect.stringContaining(dataDir), en: expect.stringContaining(text) },
})

const openDocuments = () => embeddedDocStore({ dataDir, log: quietLog })

test('tables that a later version has made are refused in words, in the thread of the documents too', async () => {
  await (await openDocuments()).close()
  await (await openDb(join(dataDir, 'yanke.sqlite'))).destroy()
  for (const file of [join(dataDir, 'yanke.sqlite'), databaseFile(dataDir)]) {
    const db = new Kysely({ dialect: openSqlite(file) })
    await sql`insert into kysely_migration values ('9999_later', '2030-01-01T00:00:00Z')`.execute(
      db,
    )
    await db.destroy()
  }
  expect(await refused(openDb(join(dataDir, 'yanke.sqlite')))).toMatchObject(
    inWords('newer version'),
  )
  expect(await refused(openDocuments())).toMatchObject(inWords('newer version'))
})

test('a database that is none is refused in words, in the thread of the documents too', async () => {
  for (const file of [join(dataDir, 'yanke.sqlite'), databaseFile(dataDir)])
    await writeFile(file, 'x'.repeat(8192))
  expect(await refused(openDb(join(dataDir, 'yanke.sqlite')))).toMatchObject(inWords('is damaged'))
  expect(await refused(openDocuments())).toMatchObject(inWords('is damaged'))
  await truncate(databaseFile(dataDir))
  await (await openDocuments()).close()
})
