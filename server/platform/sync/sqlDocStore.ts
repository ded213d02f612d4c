import { crc32 } from 'node:zlib'
import type { Kysely, Transaction } from 'kysely'
import type { DocName } from '#shared/sync/docName.ts'
import { type DocAppend, type DocStore, FencedOff } from './DocStore.ts'
import {
  insertClaims,
  insertMeta,
  insertRows,
  lastSeqs,
  loadDoc,
  loadSnapshot,
  lockFences,
  saveSnapshotRow,
} from './docRows.ts'
import { readUnfollowed, saveFollowed } from './followedRows.ts'
import { readHistory, stretchByNumbers } from './historyRows.ts'
import { ownedLog } from './ownedLog.ts'
import { packUpdates } from './store/packedRows.ts'
import type { DocumentTables } from './tables.ts'

type Trx = Transaction<DocumentTables>
type Owned = { readonly name: DocName; readonly fence: number }

/** Throws `FencedOff` when one of them has another owner by now; 0 where nobody ever was. */
const assertOwned = async (trx: Trx, owned: readonly Owned[]): Promise<void> => {
  const fences = await lockFences(
    trx,
    owned.map(({ name }) => name),
  )
  for (const { name, fence } of owned)
    if ((fences.get(name) ?? 0) !== fence)
      throw new FencedOff(`${name} is owned under ${fences.get(name) ?? 0}, not ${fence}`)
}

/** Throws for a document nobody made and for a number that is taken. */
const assertNext = async (trx: Trx, batch: readonly DocAppend[]): Promise<void> => {
  const last = await lastSeqs(
    trx,
    batch.map(({ name }) => name),
  )
  for (const { name, updates } of batch) {
    const lastSeq = last.get(name)
    if (lastSeq === undefined) throw new Error(`${name} was never made`)
    const [first] = updates
    if (first && first.seq <= lastSeq) throw new Error(`${name}: ${first.seq} is taken`)
  }
}

/**
 * Throws for a snapshot that goes beyond the log: the database has gone back in time under an open
 * document. Whoever loads it would go on behind a number that nothing follows.
 */
const assertInLog = async (trx: Trx, name: DocName, uptoSeq: number): Promise<void> => {
  const lastSeq = (await lastSeqs(trx, [name])).get(name) ?? 0
  if (uptoSeq > lastSeq) throw new Error(`${name}: the log ends at ${lastSeq}, before ${uptoSeq}`)
}

const insertAll = async (trx: Trx, batch: readonly DocAppend[]): Promise<void> => {
  const rows = batch
    .filter(({ updates }) => updates.length > 0)
    .map(({ name, updates }) => ({ name, ...packUpdates(updates) }))
  await insertRows(trx, rows)
  await insertClaims(
    trx,
    batch.flatMap(({ name, claims }) => claims.map((claim) => ({ name, ...claim }))),
  )
}

/**
 * Documents in a SQL database, one transaction an append. "Durable" is the connection's promise:
 * `synchronous = full` on SQLite and `synchronous_commit = on` on PostgreSQL.
 *
 * `fenced`: there are several nodes, so every write names the number under which its node owns the
 * document and nothing of it is kept when another has it by now. PostgreSQL only: it locks rows.
 */
export const sqlDocStore = (
  db: Kysely<DocumentTables>,
  { fenced }: { readonly fenced: boolean },
): DocStore => {
  const transact = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.transaction().execute(work)
  const guard = async (trx: Trx, owned: readonly Owned[]): Promise<void> => {
    if (fenced) await assertOwned(trx, owned)
  }
  let last: Promise<unknown> = Promise.resolve()
  /** Two connections of one pool would overtake each other. */
  const inOrder = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
  const owned = ownedLog(db)
  return {
    load: (name, beforeSeq) =>
      fenced ? owned.load(name, beforeSeq) : transact((trx) => loadDoc(trx, name, beforeSeq)),
    snapshotIn: (name, stretch) =>
      transact(async (trx) => {
        const numbers = await stretchByNumbers(trx, name, stretch)
        return (await loadSnapshot(trx, name, numbers)).snapshot
      }),
    create: (meta, first) =>
      transact(async (trx) => {
        await guard(trx, [first])
        const { isNew } = await insertMeta(trx, {
          doc: first.name,
          epoch: meta.epoch,
          schema_version: meta.schemaVersion,
          created_at_ms: meta.createdAtMs,
        })
        if (isNew) await insertAll(trx, [first])
        return isNew
      }),
    append: (batch) => {
      const committed = inOrder(() =>
        fenced
          ? owned.append(batch)
          : transact(async (trx) => {
              await assertNext(trx, batch)
              await insertAll(trx, batch)
            }),
      )
      return { written: committed, durable: committed }
    },
    saveSnapshot: (name, { uptoSeq, bytes, madeAtMs, fence }) =>
      transact(async (trx) => {
        await guard(trx, [{ name, fence }])
        if (fenced) await assertInLog(trx, name, uptoSeq)
        await saveSnapshotRow(trx, {
          doc: name,
          upto_seq: uptoSeq,
          state: bytes,
          checksum: crc32(bytes),
          made_at_ms: madeAtMs,
        })
      }),
    history: (name, range) => readHistory(db, name, range),
    followed: (name, uptoSeq) => saveFollowed(db, name, uptoSeq),
    unfinished: () => readUnfollowed(db),
    close: async () => {},
  }
}
