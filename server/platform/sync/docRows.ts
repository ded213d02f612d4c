import { crc32 } from 'node:zlib'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { DocName } from '#shared/sync/docName.ts'
import { MalformedBytes } from './ByteReader.ts'
import {
  type ClientClaim,
  type LoadedDoc,
  type SetAside,
  SNAPSHOT_GENERATIONS,
  type StoredUpdate,
  type Stretch,
} from './DocStore.ts'
import { type PackedSpan, unpackUpdates } from './store/packedRows.ts'
import type { DocumentTables } from './tables.ts'

/** The statements on the documents' tables, the same on SQLite and PostgreSQL. */

type Trx = Transaction<DocumentTables>
type LogRow = DocumentTables['doc_log']

/** Beyond all numbers of a log: PostgreSQL would not even compare its own with a larger one. */
export const BEYOND = 2 ** 31 - 1

/** What goes into the log of one document at once. */
export type DocRow = {
  readonly name: DocName
  readonly bytes: Uint8Array
  readonly span: PackedSpan
}

/** SQLite binds at most 32,766 values in one statement and PostgreSQL 65,535; a row has seven. */
const ROWS_PER_STATEMENT = 2000

const inSlices = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / ROWS_PER_STATEMENT) }, (_, i) =>
    rows.slice(i * ROWS_PER_STATEMENT, (i + 1) * ROWS_PER_STATEMENT),
  )

/** The last number in the log of each of these documents, 0 for none; without those nobody made. */
export const lastSeqs = async (
  db: Kysely<DocumentTables>,
  names: readonly DocName[],
): Promise<Map<string, number>> => {
  const found = new Map<string, number>()
  for (const slice of inSlices(names)) {
    const rows = await db
      .selectFrom('doc_meta')
      .select((e) => [
        'doc_meta.doc',
        e
          .selectFrom('doc_log')
          .select((l) => l.fn.max('doc_log.last_seq').as('last'))
          .whereRef('doc_log.doc', '=', 'doc_meta.doc')
          .as('last'),
      ])
      .where('doc_meta.doc', 'in', slice)
      .execute()
    for (const row of rows) found.set(row.doc, Number(row.last ?? 0))
  }
  return found
}

export const insertRows = async (trx: Trx, rows: readonly DocRow[]): Promise<void> => {
  for (const slice of inSlices(rows))
    await trx
      .insertInto('doc_log')
      .values(
        slice.map(({ name, bytes, span }) => ({
          doc: name as string,
          first_seq: span.firstSeq,
          last_seq: span.lastSeq,
          first_at_ms: span.firstAtMs,
          last_at_ms: span.lastAtMs,
          bytes,
          checksum: crc32(bytes),
        })),
      )
      .execute()
}

/** A client id belongs to whoever claimed it first. */
export const insertClaims = async (
  trx: Trx,
  claims: readonly (ClientClaim & { readonly name: DocName })[],
): Promise<void> => {
  for (const slice of inSlices(claims))
    await trx
      .insertInto('doc_client')
      .values(slice.map((c) => ({ doc: c.name, client_id: c.clientId, user_id: c.userId })))
      .onConflict((c) => c.columns(['doc', 'client_id']).doNothing())
      .execute()
}

// A damaged page may turn a blob into anything.
const isSound = (bytes: unknown, checksum: number): bytes is Uint8Array =>
  bytes instanceof Uint8Array && crc32(bytes) === Number(checksum)

/** A row's updates; null when it is damaged. */
export const updatesOf = (row: LogRow): StoredUpdate[] | null => {
  if (!isSound(row.bytes, row.checksum)) return null
  try {
    const updates = unpackUpdates(row.bytes)
    const isWhole =
      updates[0]?.seq === Number(row.first_seq) && updates.at(-1)?.seq === Number(row.last_seq)
    return isWhole ? updates : null
  } catch (thrown) {
    if (thrown instanceof MalformedBytes) return null
    throw thrown
  }
}

/** The newest sound one there, and which had to be set aside. */
export const loadSnapshot = async (
  trx: Trx,
  name: DocName,
  { afterSeq, uptoSeq }: Stretch,
): Promise<{ snapshot: LoadedDoc['snapshot']; setAside: SetAside[] }> => {
  const setAside: SetAside[] = []
  const generations = await trx
    .selectFrom('doc_snapshot')
    .select('upto_seq')
    .where('doc', '=', name)
    .where('upto_seq', '>', Math.min(afterSeq, BEYOND))
    .where('upto_seq', '<=', Math.min(uptoSeq, BEYOND))
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

export const loadDoc = async (
  trx: Trx,
  name: DocName,
  beforeSeq = BEYOND,
): Promise<LoadedDoc | null> => {
  const meta = await trx
    .selectFrom('doc_meta')
    .selectAll()
    .where('doc', '=', name)
    .executeTakeFirst()
  if (!meta) return null
  const { snapshot, setAside } = await loadSnapshot(trx, name, {
    ...{ afterSeq: -1, uptoSeq: beforeSeq - 1 },
  })
  const uptoSeq = snapshot?.uptoSeq ?? 0
  const rows = await trx
    .selectFrom('doc_log')
    .selectAll()
    .where('doc', '=', name)
    .where('last_seq', '>', uptoSeq)
    .orderBy('last_seq')
    .execute()
  const claims = await trx
    .selectFrom('doc_client')
    .select(['client_id', 'user_id'])
    .where('doc', '=', name)
    .execute()
  const updates: StoredUpdate[] = []
  for (const row of rows) {
    const sound = updatesOf(row)
    if (!sound) setAside.push({ what: 'update', seq: Number(row.first_seq) })
    for (const update of sound ?? []) if (update.seq > uptoSeq) updates.push(update)
  }
  return {
    meta: {
      epoch: meta.epoch,
      schemaVersion: Number(meta.schema_version),
      createdAtMs: Number(meta.created_at_ms),
    },
    snapshot,
    updates,
    claims: claims.map((row) => ({ clientId: Number(row.client_id), userId: row.user_id })),
    lastSeq: Number(rows.at(-1)?.last_seq ?? uptoSeq),
    setAside,
  }
}

export const insertMeta = async (
  trx: Trx,
  row: DocumentTables['doc_meta'],
): Promise<{ readonly isNew: boolean }> => {
  const made = await trx
    .insertInto('doc_meta')
    .values(row)
    .onConflict((c) => c.column('doc').doNothing())
    .executeTakeFirst()
  return { isNew: made.numInsertedOrUpdatedRows !== 0n }
}

/** Adds it or replaces the one of the same number, and drops those beyond the kept generations. */
export const saveSnapshotRow = async (
  trx: Trx,
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

/** The newest owner's number of each document that ever had one, locked until the transaction ends. */
export const lockFences = async (
  trx: Trx,
  names: readonly DocName[],
): Promise<Map<string, number>> => {
  const fences = new Map<string, number>()
  for (const slice of inSlices(names)) {
    // In one order everywhere, or two appends would wait for each other.
    const rows = await trx
      .selectFrom('doc_fence')
      .selectAll()
      .where('doc', 'in', slice)
      .orderBy('doc')
      .forUpdate()
      .execute()
    for (const row of rows) fences.set(row.doc, Number(row.fence))
  }
  return fences
}

/**
 * The next owner's number. Waits for an append of the owner before, which is kept, or comes before
 * it, and then nothing of it is kept.
 */
export const raiseFence = async (
  db: Kysely<DocumentTables>,
  name: DocName | '',
): Promise<number> => {
  const { fence } = await db
    .insertInto('doc_fence')
    .values({ doc: name, fence: 1 })
    .onConflict((c) => c.column('doc').doUpdateSet({ fence: sql`doc_fence.fence + 1` }))
    .returning('fence')
    .executeTakeFirstOrThrow()
  return Number(fence)
}

/** The same of a document that had an owner before; null, and nothing written, of one that never had. */
export const raiseFenceAgain = async (
  db: Kysely<DocumentTables>,
  name: DocName,
): Promise<number | null> => {
  const raised = await db
    .updateTable('doc_fence')
    .set({ fence: sql`doc_fence.fence + 1` })
    .where('doc', '=', name)
    .returning('fence')
    .executeTakeFirst()
  return raised ? Number(raised.fence) : null
}

/** The newest owner's number of each of these documents that ever had one. */
export const readFences = async (
  db: Kysely<DocumentTables>,
  names: readonly DocName[],
): Promise<Map<DocName, number>> => {
  const fences = new Map<DocName, number>()
  for (const slice of inSlices(names)) {
    const rows = await db
      .selectFrom('doc_fence')
      .select(['doc', 'fence'])
      .where('doc', 'in', slice)
      .execute()
    for (const row of rows) fences.set(row.doc as DocName, Number(row.fence))
  }
  return fences
}
