import { crc32 } from 'node:zlib'
import { type Kysely, sql } from 'kysely'
import { type DocAppend, FencedOff } from './DocStore.ts'
import { keptAlready } from './keptAlready.ts'
import { packUpdates as inOnePiece } from './packUpdates.ts'
import { packUpdates } from './store/packedRows.ts'
import type { DocumentTables } from './tables.ts'

/** Why nothing of the batch was kept: one row for each document that stands in the way. */
type Refusal = {
  readonly doc: string
  /** The newest owner's number, 0 where nobody ever was. */
  readonly fence: number
  readonly is_owned: boolean
  readonly is_made: boolean
}

/** Columns, as `unnest` takes them. */
const columnsOf = (batch: readonly DocAppend[]) => {
  const rows = batch.flatMap(({ name, updates }) =>
    updates.length > 0 ? [{ name, ...packUpdates(updates) }] : [],
  )
  const claims = batch.flatMap(({ name, claims }) => claims.map((claim) => ({ name, ...claim })))
  const { bytes, ends } = inOnePiece(rows.map((row) => row.bytes))
  return {
    given: {
      doc: batch.map(({ name }) => name),
      fence: batch.map(({ fence }) => fence),
      firstSeq: batch.map(({ updates }) => updates[0]?.seq ?? null),
      lastSeq: batch.map(({ updates }) => updates.at(-1)?.seq ?? null),
    },
    rows: {
      doc: rows.map(({ name }) => name),
      span: rows.map(({ span }) => span),
      checksum: rows.map((row) => crc32(row.bytes)),
      start: rows.map((_, i) => (ends[i - 1] ?? 0) + 1),
      length: rows.map((row) => row.bytes.length),
      bytes,
    },
    claims: {
      doc: claims.map(({ name }) => name),
      clientId: claims.map(({ clientId }) => clientId),
      userId: claims.map(({ userId }) => userId),
    },
  }
}

/**
 * The whole append in one statement: one way to the database and back, where a transaction of five
 * statements takes six. `owned` waits for whoever takes a document over at this moment, and for an
 * append of our own whose connection was given up while its statement ran on. It sees what they leave
 * in the fence's row, although everything else is read as of the statement's beginning: so the last
 * number is written there too, and what was taken while this waited is known. A number that leaves
 * others out stands in the way as well: the database has gone back in time (a stand-by that took over
 * lacked the last of it), and what is written behind the gap would not be seen. One piece of memory holds
 * the bytes of all rows: the statement stays the same however many there are.
 */
const statement = (batch: readonly DocAppend[]) => {
  const { given, rows, claims } = columnsOf(batch)
  const { span } = rows
  return sql<Refusal>`
    with given as materialized (
      select * from unnest(
        ${given.doc}::text[], ${given.fence}::bigint[],
        ${given.firstSeq}::integer[], ${given.lastSeq}::integer[]
      ) as g(doc, fence, first_seq, last_seq)
    ), owned as materialized (
      select doc, fence, last_seq from doc_fence
      where doc = any(${given.doc}::text[]) order by doc for update
    ), refused as materialized (
      select g.doc, coalesce(o.fence, 0) as fence, coalesce(o.fence, 0) = g.fence as is_owned,
        m.doc is not null as is_made
      from given g
      left join owned o on o.doc = g.doc
      left join doc_meta m on m.doc = g.doc
      where coalesce(o.fence, 0) <> g.fence or m.doc is null
        or g.first_seq <> 1 + greatest(
          o.last_seq, (select max(last_seq) from doc_log l where l.doc = g.doc), 0)
    ), taken as (
      update doc_fence f set last_seq = g.last_seq from given g
      where f.doc = g.doc and g.last_seq is not null and not exists (select from refused)
    ), logged as (
      insert into doc_log (doc, first_seq, last_seq, first_at_ms, last_at_ms, bytes, checksum)
      select doc, first_seq, last_seq, first_at_ms, last_at_ms,
        substr(${rows.bytes}::bytea, start, length), checksum
      from unnest(
        ${rows.doc}::text[],
        ${span.map(({ firstSeq }) => firstSeq)}::integer[],
        ${span.map(({ lastSeq }) => lastSeq)}::integer[],
        ${span.map(({ firstAtMs }) => firstAtMs)}::bigint[],
        ${span.map(({ lastAtMs }) => lastAtMs)}::bigint[],
        ${rows.start}::integer[], ${rows.length}::integer[], ${rows.checksum}::bigint[]
      ) as r(doc, first_seq, last_seq, first_at_ms, last_at_ms, start, length, checksum)
      where not exists (select from refused)
    ), claimed as (
      insert into doc_client (doc, client_id, user_id)
      select * from unnest(${claims.doc}::text[], ${claims.clientId}::bigint[], ${claims.userId}::text[])
      where not exists (select from refused)
      on conflict (doc, client_id) do nothing
    )
    select * from refused order by is_owned, doc`
}

/** Throws unless numbers are all that stands in the way. */
const throwUnlessNumbers = (batch: readonly DocAppend[], refusals: readonly Refusal[]): void => {
  for (const { doc, fence, is_owned, is_made } of refusals) {
    const ours = batch.find(({ name }) => name === doc)?.fence
    if (!is_owned) throw new FencedOff(`${doc} is owned under ${fence}, not ${ours}`)
    if (!is_made) throw new Error(`${doc} was never made`)
  }
}

/**
 * PostgreSQL only. All or nothing: throws `FencedOff` when a document has another owner by now, and an
 * error for a document nobody made, a number under which something else stands, or one that does not
 * follow the log. What an earlier try has stored counts as written.
 */
export const appendOwned = async (
  db: Kysely<DocumentTables>,
  batch: readonly DocAppend[],
): Promise<void> => {
  const refusals = (await statement(batch).execute(db)).rows
  if (refusals.length === 0) return
  throwUnlessNumbers(batch, refusals)
  const taken = new Set(refusals.map(({ doc }) => doc))
  const rest: DocAppend[] = []
  for (const append of batch) {
    const kept = taken.has(append.name) ? await keptAlready(db, append) : 0
    rest.push({ ...append, updates: append.updates.slice(kept) })
  }
  // Whatever was taken has become less: this ends.
  await appendOwned(db, rest)
}
