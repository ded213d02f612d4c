import { crc32 } from 'node:zlib'
import { Kysely, sql } from 'kysely'
import type { DocName } from '#shared/sync/docName.ts'
import { migrate } from '../../db/migrate.ts'
import { documentMigrations } from '../../db/migrations/index.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { ByteReader } from '../ByteReader.ts'
import {
  type DocStore,
  firstPage,
  type HistoryRange,
  type StoredUpdate,
  type Stretch,
} from '../DocStore.ts'
import {
  type DocRow,
  insertClaims,
  insertRows,
  lastSeqs,
  loadDoc,
  raiseFence,
  saveSnapshotRow,
} from '../docRows.ts'
import { readHistory } from '../historyRows.ts'
import { sqlDocStore } from '../sqlDocStore.ts'
import type { DocumentTables } from '../tables.ts'
import type { LastWritten, PackedDoc } from './documentsProtocol.ts'
import type { JournalPosition } from './Journal.ts'
import type { PendingChunk, PendingDoc, PendingRows } from './PendingRows.ts'
import { PackedReader, PackedWriter, packUpdates, unpackUpdates } from './packedRows.ts'

/** So many of the last rows are looked through for as many documents as are wanted. */
const ROWS_PER_DOCUMENT = 50

/** The database of documents, and in front of it what of the journal is not in it yet. */
export class DocumentsService {
  readonly #db: Kysely<DocumentTables>
  readonly #sql: DocStore
  readonly #pending: PendingRows
  #isAsserted = false
  #mayLack: ReadonlySet<DocName> = new Set()

  private constructor(db: Kysely<DocumentTables>, pending: PendingRows) {
    this.#db = db
    this.#sql = sqlDocStore(db, { fenced: false })
    this.#pending = pending
  }

  static async open(file: string, pending: PendingRows): Promise<DocumentsService> {
    const db = new Kysely<DocumentTables>({ dialect: openSqlite(file) })
    await migrate(db, documentMigrations)
    return new DocumentsService(db, pending)
  }

  /**
   * These were being written when the journal lost bytes of an earlier process: what others had been
   * told of them already is brought back by whoever still has it.
   */
  mayLackRows(names: readonly DocName[]): void {
    this.#mayLack = new Set(names)
  }

  async load(name: DocName, beforeSeq?: number): Promise<PackedDoc | null> {
    const stored = await this.#db.transaction().execute((trx) => loadDoc(trx, name, beforeSeq))
    if (!stored) return null
    const { updates, ...rest } = stored
    const waiting = this.#pending.of(name)
    const later = updatesAfter(waiting, stored.lastSeq)
    const known = new Set(stored.claims.map(({ clientId }) => clientId))
    const lastSeq = later.at(-1)?.seq ?? stored.lastSeq
    const lost = { what: 'journal', seq: lastSeq + 1 } as const
    return {
      ...rest,
      setAside: this.#mayLack.has(name) ? [...stored.setAside, lost] : stored.setAside,
      packed: packUpdates([...updates, ...later]).bytes,
      claims: [
        ...stored.claims,
        ...waiting
          .flatMap(({ claims }) => claims)
          .filter(({ clientId }) => !known.has(clientId) && known.add(clientId)),
      ],
      lastSeq,
    }
  }

  snapshotIn(name: DocName, stretch: Stretch): ReturnType<DocStore['snapshotIn']> {
    const { untilMs, ...numbers } = stretch
    if (untilMs === undefined) return this.#sql.snapshotIn(name, stretch)
    const waiting = updatesAfter(this.#pending.of(name), 0)
    const last = waiting.findLast(({ atMs }) => atMs <= untilMs)
    if (!last) return this.#sql.snapshotIn(name, stretch)
    return this.#sql.snapshotIn(name, {
      ...numbers,
      uptoSeq: Math.min(numbers.uptoSeq, last.seq),
    })
  }

  async history(name: DocName, range: HistoryRange): Promise<Uint8Array<ArrayBuffer>> {
    const { untilMs = Number.MAX_SAFE_INTEGER, ...whole } = range
    const inDatabase = (await lastSeqs(this.#db, [name])).get(name) ?? 0
    const waiting = updatesAfter(this.#pending.of(name), inDatabase)
    const count = waiting.findLastIndex(({ atMs }) => atMs <= untilMs) + 1
    // When something that waits counts, all that came before it does.
    const stored = await readHistory(this.#db, name, count > 0 ? whole : range)
    const later = waiting.slice(0, count).filter(({ seq }) => seq > range.afterSeq)
    return packUpdates(firstPage([...stored, ...later], range.limit)).bytes
  }

  async create(...asked: Parameters<DocStore['create']>): Promise<boolean> {
    const isNew = await this.#sql.create(...asked)
    await this.#assertFull()
    return isNew
  }

  /** For all documents: they have one owner. */
  raiseFence(): Promise<number> {
    return raiseFence(this.#db, '')
  }

  /** What waits is later than what is in the database; there, rows lie in the order in which they came. */
  async lastWritten({ sinceMs, atMost }: LastWritten): Promise<DocName[]> {
    const waiting = this.#pending.names().reverse()
    const { rows } = await sql<{ doc: DocName }>`
      select doc from (
        select doc, last_at_ms from doc_log order by rowid desc limit ${atMost * ROWS_PER_DOCUMENT})
      where last_at_ms >= ${sinceMs}`.execute(this.#db)
    return [...new Set([...waiting, ...rows.map(({ doc }) => doc)])].slice(0, atMost)
  }

  /** With it or before it, all it was made of is in the log. */
  async saveSnapshot(...[name, snapshot]: Parameters<DocStore['saveSnapshot']>): Promise<void> {
    await this.#db.transaction().execute((trx) =>
      saveSnapshotRow(trx, {
        doc: name,
        upto_seq: snapshot.uptoSeq,
        state: snapshot.bytes,
        checksum: crc32(snapshot.bytes),
        made_at_ms: snapshot.madeAtMs,
      }),
    )
    await this.#assertFull()
  }

  /**
   * Puts the oldest chunk into the database; answers how
   * far the journal is in it, or null: nothing waits.
   */
  async commitOldest(): Promise<JournalPosition | null> {
    const chunk = this.#pending.oldest
    if (!chunk) return null
    await this.#commit(chunk)
    await this.#assertFull()
    this.#pending.dropOldest()
    return chunk.end
  }

  async close(): Promise<void> {
    await this.#db.destroy()
  }

  #commit(chunk: PendingChunk): Promise<void> {
    return this.#db.transaction().execute(async (trx) => {
      const docs = [...chunk.docs]
      const last = await lastSeqs(
        trx,
        docs.map(([name]) => name),
      )
      await insertRows(
        trx,
        docs.flatMap(([name, { rows }]) => rowAfter(name, rows, last.get(name) ?? 0)),
      )
      await insertClaims(
        trx,
        docs.flatMap(([name, { claims }]) => claims.map((claim) => ({ name, ...claim }))),
      )
    })
  }

  /** After the first write: only then does SQLite tell what it will really do. */
  async #assertFull(): Promise<void> {
    if (this.#isAsserted) return
    const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(this.#db)
    if (rows[0]?.synchronous !== 2)
      throw new Error(`synchronous is ${rows[0]?.synchronous}: a commit would not be on the disk`)
    this.#isAsserted = true
  }
}

const updatesAfter = (docs: readonly PendingDoc[], lastSeq: number): StoredUpdate[] => {
  const updates: StoredUpdate[] = []
  let last = lastSeq
  for (const { rows } of docs)
    for (const update of unpackUpdates(rows.finish()))
      if (update.seq > last) {
        updates.push(update)
        last = update.seq
      }
  return updates
}

/** The row without what the log has already: after a crash the journal is read a second time. */
const rowAfter = (name: DocName, rows: PackedWriter, lastSeq: number): DocRow[] => {
  if (rows.lastSeq <= lastSeq) return []
  const bytes = rows.finish()
  if (rows.firstSeq > lastSeq) return [{ name, bytes, span: spanOf(rows) }]
  const reader = new PackedReader(new ByteReader(bytes))
  const rest = new PackedWriter()
  while (reader.hasMore) {
    reader.next()
    if (reader.seq > lastSeq) rest.copy(reader)
  }
  return [{ name, bytes: rest.finish(), span: spanOf(rest) }]
}

const spanOf = ({ firstSeq, lastSeq, firstAtMs, lastAtMs }: PackedWriter): DocRow['span'] => ({
  firstSeq,
  lastSeq,
  firstAtMs,
  lastAtMs,
})
