import { crc32 } from 'node:zlib'
import type { Kysely, Transaction } from 'kysely'
import type { DocName } from '#shared/sync/docName.ts'
import {
  type DocAppend,
  type DocStore,
  type HistoryRange,
  type LoadedDoc,
  type SetAside,
  SNAPSHOT_GENERATIONS,
  type StoredUpdate,
} from './DocStore.ts'
import type { DocumentTables } from './tables.ts'

/** SQLite binds at most 32,766 values in one statement and PostgreSQL 65,535; a row has six. */
const ROWS_PER_INSERT = 2000

const inSlices = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / ROWS_PER_INSERT) }, (_, i) =>
    rows.slice(i * ROWS_PER_INSERT, (i + 1) * ROWS_PER_INSERT),
  )

const insertAll = async (
  trx: Transaction<DocumentTables>,
  batch: readonly DocAppend[],
): Promise<void> => {
  const updates = batch.flatMap(({ name, updates }) =>
    updates.map((row) => ({
      doc: name as string,
      seq: row.seq,
      at_ms: row.atMs,
      author_id: row.authorId,
      bytes: row.update,
      checksum: crc32(row.update),
    })),
  )
  const claims = batch.flatMap(({ name, claims }) =>
    claims.map((claim) => ({
      doc: name as string,
      client_id: claim.clientId,
      user_id: claim.userId,
    })),
  )
  for (const slice of inSlices(updates)) await trx.insertInto('doc_update').values(slice).execute()
  for (const slice of inSlices(claims)) {
    await trx
      .insertInto('doc_client')
      .values(slice)
      .onConflict((c) => c.columns(['doc', 'client_id']).doNothing())
      .execute()
  }
}

type UpdateRow = DocumentTables['doc_update']

const toUpdate = (row: UpdateRow): StoredUpdate => ({
  seq: Number(row.seq),
  atMs: Number(row.at_ms),
  authorId: row.author_id,
  update: row.bytes,
})

const isSound = (bytes: Uint8Array, checksum: number): boolean => crc32(bytes) === Number(checksum)

const loadSnapshot = async (
  trx: Transaction<DocumentTables>,
  name: DocName,
): Promise<{ snapshot: LoadedDoc['snapshot']; setAside: SetAside[] }> => {
  const setAside: SetAside[] = []
  const generations = await trx
    .selectFrom('doc_snapshot')
    .select('upto_seq')
    .where('doc', '=', name)
    .orderBy('upto_seq', 'desc')
    .execute()
  for (const { upto_seq } of generations) {
    const row = await trx
      .selectFrom('doc_snapshot')
      .select(['state', 'checksum'])
      .where('doc', '=', name)
      .where('upto_seq', '=', upto_seq)
      .executeTakeFirst()
    if (row && isSound(row.state, row.checksum))
      return { snapshot: { uptoSeq: Number(upto_seq), bytes: row.state }, setAside }
    setAside.push({ what: 'snapshot', seq: Number(upto_seq) })
  }
  return { snapshot: null, setAside }
}

const loadDoc = async (
  trx: Transaction<DocumentTables>,
  name: DocName,
): Promise<LoadedDoc | null> => {
  const meta = await trx
    .selectFrom('doc_meta')
    .selectAll()
    .where('doc', '=', name)
    .executeTakeFirst()
  if (!meta) return null
  const { snapshot, setAside } = await loadSnapshot(trx, name)
  const rows = await trx
    .selectFrom('doc_update')
    .selectAll()
    .where('doc', '=', name)
    .where('seq', '>', snapshot?.uptoSeq ?? 0)
    .orderBy('seq')
    .execute()
  const claims = await trx
    .selectFrom('doc_client')
    .select(['client_id', 'user_id'])
    .where('doc', '=', name)
    .execute()
  const sound = rows.filter((row) => isSound(row.bytes, row.checksum))
  const damaged = rows.filter((row) => !isSound(row.bytes, row.checksum))
  return {
    meta: {
      epoch: meta.epoch,
      schemaVersion: Number(meta.schema_version),
      createdAtMs: Number(meta.created_at_ms),
    },
    snapshot,
    updates: sound.map(toUpdate),
    claims: claims.map((row) => ({ clientId: Number(row.client_id), userId: row.user_id })),
    lastSeq: Number(rows.at(-1)?.seq ?? snapshot?.uptoSeq ?? 0),
    setAside: [
      ...setAside,
      ...damaged.map((row) => ({ what: 'update' as const, seq: Number(row.seq) })),
    ],
  }
}

const saveSnapshotRow = async (
  trx: Transaction<DocumentTables>,
  row: DocumentTables['doc_snapshot'],
): Promise<void> => {
  await trx
    .insertInto('doc_snapshot')
    .values(row)
    .onConflict((c) =>
      c.columns(['doc', 'upto_seq']).doUpdateSet({
        state: row.state,
        checksum: row.checksum,
        made_at_ms: row.made_at_ms,
      }),
    )
    .execute()
  const oldestKept = await trx
    .selectFrom('doc_snapshot')
    .select('upto_seq')
    .where('doc', '=', row.doc)
    .orderBy('upto_seq', 'desc')
    .offset(SNAPSHOT_GENERATIONS - 1)
    .limit(1)
    .executeTakeFirst()
  if (!oldestKept) return
  await trx
    .deleteFrom('doc_snapshot')
    .where('doc', '=', row.doc)
    .where('upto_seq', '<', oldestKept.upto_seq)
    .execute()
}

const historyRows = (
  db: Kysely<DocumentTables>,
  name: DocName,
  { afterSeq, untilMs, limit }: HistoryRange,
): Promise<UpdateRow[]> => {
  let asked = db
    .selectFrom('doc_update')
    .selectAll()
    .where('doc', '=', name)
    .where('seq', '>', afterSeq)
  if (untilMs !== undefined) asked = asked.where('at_ms', '<=', untilMs)
  return asked.orderBy('seq').limit(limit).execute()
}

/**
 * SQLite or PostgreSQL. "Durable" is the connection's promise: `synchronous = full` on SQLite and
 * `synchronous_commit = on` on PostgreSQL.
 */
export const sqlDocStore = (db: Kysely<DocumentTables>): DocStore => ({
  load: (name) => db.transaction().execute((trx) => loadDoc(trx, name)),
  create: (meta, first) =>
    db.transaction().execute(async (trx) => {
      const made = await trx
        .insertInto('doc_meta')
        .values({
          doc: first.name,
          epoch: meta.epoch,
          schema_version: meta.schemaVersion,
          created_at_ms: meta.createdAtMs,
        })
        .onConflict((c) => c.column('doc').doNothing())
        .executeTakeFirst()
      if (made.numInsertedOrUpdatedRows === 0n) return false
      await insertAll(trx, [first])
      return true
    }),
  append: (batch) => {
    const committed = db.transaction().execute((trx) => insertAll(trx, batch))
    return { written: committed, durable: committed }
  },
  saveSnapshot: (name, { uptoSeq, bytes, madeAtMs }) =>
    db.transaction().execute((trx) =>
      saveSnapshotRow(trx, {
        doc: name,
        upto_seq: uptoSeq,
        state: bytes,
        checksum: crc32(bytes),
        made_at_ms: madeAtMs,
      }),
    ),
  history: async (name, range) => {
    const sound: StoredUpdate[] = []
    let { afterSeq } = range
    // A damaged row is passed over and makes room for another: a short answer means the end.
    for (let isEnd = false; !isEnd && sound.length < range.limit; ) {
      const limit = range.limit - sound.length
      const rows = await historyRows(db, name, { ...range, afterSeq, limit })
      sound.push(...rows.filter((row) => isSound(row.bytes, row.checksum)).map(toUpdate))
      isEnd = rows.length < limit
      afterSeq = Number(rows.at(-1)?.seq ?? afterSeq)
    }
    return sound
  },
  setEpoch: async (name, epoch) => {
    await db.updateTable('doc_meta').set({ epoch }).where('doc', '=', name).execute()
  },
  close: async () => {},
})
