import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { openSqlite } from '../../db/sqlite.ts'
import { beginAnotherPast } from '../beginAnotherPast.ts'
import { docStoreContract } from '../docStore.contract.ts'
import type { DocumentTables } from '../tables.ts'
import { quietLog } from '../testing/quietLog.ts'
import { sqlRows } from '../testing/sqlRows.ts'
import { databaseFile, embeddedDocStore } from './embeddedDocStore.ts'

docStoreContract('embeddedDocStore', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yanke-docs-'))
  const open = () => embeddedDocStore({ dataDir, log: quietLog })
  let store = await open()
  // A second connection, only to damage what lies there.
  const db = new Kysely<DocumentTables>({ dialect: openSqlite(databaseFile(dataDir)) })
  const rows = sqlRows(db)
  return {
    store,
    settle: () => store.flush(),
    ...rows,
    damageUpdate: async (...asked) => {
      await store.flush()
      await rows.damageUpdate(...asked)
    },
    reopen: async () => {
      await store.close()
      store = await open()
      return store
    },
    refusesTaken: false,
    marksFollowed: false,
    raiseFence: null,
    close: async () => {
      await store.close()
      await db.destroy()
      await rm(dataDir, { recursive: true })
    },
  }
})

test('every start of a studio has a number above those before', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yanke-docs-'))
  const numbers: number[] = []
  for (let start = 0; start < 3; start += 1) {
    const store = await embeddedDocStore({ dataDir, log: quietLog })
    numbers.push(await store.raiseFence())
    await store.close()
  }
  expect(numbers).toEqual([1, 2, 3])
  await beginAnotherPast(databaseFile(dataDir), () => 'another')
  const restored = await embeddedDocStore({ dataDir, log: quietLog })
  expect(await restored.raiseFence()).toBeGreaterThan(1000)
  await restored.close()
  await rm(dataDir, { recursive: true })
})
