import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { docStoreContract } from './docStore.contract.ts'
import { sqliteDocStore } from './testing/sqliteDocStore.ts'
import { sqlRows } from './testing/sqlRows.ts'

docStoreContract('sqlDocStore on SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yanke-docs-'))
  const file = join(folder, 'docs.sqlite')
  const first = await sqliteDocStore(file)
  let { db } = first
  return {
    store: first.store,
    ...sqlRows(db),
    settle: async () => {},
    reopen: async () => {
      await db.destroy()
      const again = await sqliteDocStore(file, false)
      db = again.db
      return again.store
    },
    refusesTaken: true,
    marksFollowed: true,
    raiseFence: null,
    close: async () => {
      await db.destroy()
      await rm(folder, { recursive: true })
    },
  }
})
