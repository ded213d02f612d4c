import { type Kysely, sql } from 'kysely'
import type { DocName } from '#shared/sync/docName.ts'
import {
  firstPage,
  HISTORY_PAGE_BYTES,
  type HistoryRange,
  isFullPage,
  type StoredUpdate,
  type Stretch,
} from './DocStore.ts'
import { BEYOND, updatesOf } from './docRows.ts'
import type { DocumentTables } from './tables.ts'

type Db = Kysely<DocumentTables>

/** So many rows are read at once: a few seconds of typing each. */
const ROWS_AT_ONCE = 64

type LogRow = DocumentTables['doc_log']

/**
 * Of a row the last number at or before a time; null for none. A damaged one still says between which
 * times it was written: where the time divides it, one of it counts at least.
 */
const lastIn = (row: LogRow, untilMs: number): number | null => {
  const updates = updatesOf(row)
  if (updates) return updates.findLast(({ atMs }) => atMs <= untilMs)?.seq ?? null
  return Number(Number(row.last_at_ms) <= untilMs ? row.last_seq : row.first_seq)
}

/**
 * The last number stored at or before a time; 0 for none. Everything before it counts too: a clock that
 * was set back has put some of it at a later time, and the rest builds on that.
 */
const lastSeqUntil = async (db: Db, name: DocName, untilMs: number): Promise<number> => {
  for (let before = BEYOND; ; ) {
    const row = await db
      .selectFrom('doc_log')
      .selectAll()
      .where('doc', '=', name)
      .where('first_at_ms', '<=', untilMs)
      .where('last_seq', '<', before)
      .orderBy('last_seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!row) return 0
    const last = lastIn(row, untilMs)
    if (last !== null) return last
    before = Number(row.last_seq)
  }
}

/** The same stretch of a log by its numbers alone. */
export const stretchByNumbers = async (
  db: Db,
  name: DocName,
  { afterSeq, uptoSeq, untilMs }: Stretch,
): Promise<Stretch> => {
  if (untilMs === undefined) return { afterSeq, uptoSeq }
  return { afterSeq, uptoSeq: Math.min(uptoSeq, await lastSeqUntil(db, name, untilMs)) }
}

/** Where the next rows end that fit into memory together, one at least; null behind the last. */
const endOfNext = async (
  db: Db,
  name: DocName,
  within: { readonly after: number; readonly uptoSeq: number },
): Promise<number | null> => {
  const sizes = await db
    .selectFrom('doc_log')
    .select(['last_seq', sql<number>`length(bytes)`.as('size')])
    .where('doc', '=', name)
    .where('last_seq', '>', within.after)
    .where('first_seq', '<=', within.uptoSeq)
    .orderBy('last_seq')
    .limit(ROWS_AT_ONCE)
    .execute()
  let bytes = 0
  for (const { last_seq, size } of sizes) {
    bytes += Number(size)
    if (bytes >= HISTORY_PAGE_BYTES) return Number(last_seq)
  }
  const last = sizes.at(-1)
  return last ? Number(last.last_seq) : null
}

/** A page of a document's log. */
export const readHistory = async (
  db: Db,
  name: DocName,
  { afterSeq, untilMs, limit }: HistoryRange,
): Promise<StoredUpdate[]> => {
  const uptoSeq = untilMs === undefined ? BEYOND : await lastSeqUntil(db, name, untilMs)
  const found: StoredUpdate[] = []
  for (let after = Math.min(afterSeq, BEYOND); !isFullPage(found, limit); ) {
    const end = await endOfNext(db, name, { after, uptoSeq })
    if (end === null) break
    const rows = await db
      .selectFrom('doc_log')
      .selectAll()
      .where('doc', '=', name)
      .where('last_seq', '>', after)
      .where('last_seq', '<=', end)
      .orderBy('last_seq')
      .execute()
    for (const row of rows)
      for (const update of updatesOf(row) ?? [])
        if (update.seq > afterSeq && update.seq <= uptoSeq) found.push(update)
    after = end
  }
  return firstPage(found, limit)
}
