import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { docStoreContract } from './docStore.contract.ts'
import { sqliteDocStore } from './testing/sqliteDocStore.ts'

docStoreContract('sqlDocStore on SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yanke-docs-'))
  const { db, store } = await sqliteDocStore(join(folder, 'docs.sqlite'))
  const bad = Uint8Array.of(77, 77, 77)
  return {
    store,
    damageUpdate: async (doc, seq) => {
      await db
        .updateTable('doc_update')
        .set({ bytes: bad })
        .where('doc', '=', doc)
        .where('seq', '=', seq)
        .execute()
    },
    damageSnapshot: async (doc, uptoSeq) => {
      await db
        .updateTable('doc_snapshot')
        .set({ state: bad })
        .where('doc', '=', doc)
        .where('upto_seq', '=', uptoSeq)
        .execute()
    },
    snapshotSeqs: async (doc) => {
      const rows = await db
        .selectFrom('doc_snapshot')
        .select('upto_seq')
        .where('doc', '=', doc)
        .orderBy('upto_seq')
        .execute()
      return rows.map((row) => row.upto_seq)
    },
    close: async () => {
      await db.destroy()
      await rm(folder, { recursive: true })
    },
  }
})
