import type { Kysely } from 'kysely'
import { type DocName, docName, parseDocName } from '#shared/sync/docName.ts'
import type { DocumentTables } from './tables.ts'

/** Never back: of two who tell, the later update counts. */
export const saveFollowed = async (
  db: Kysely<DocumentTables>,
  doc: DocName,
  uptoSeq: number,
): Promise<void> => {
  await db
    .insertInto('doc_followed')
    .values({ doc, upto_seq: uptoSeq })
    .onConflict((c) =>
      c
        .column('doc')
        .doUpdateSet({ upto_seq: uptoSeq })
        .where('doc_followed.upto_seq', '<', uptoSeq),
    )
    .execute()
}

/** Documents whose log goes beyond what was followed. */
export const readUnfollowed = async (db: Kysely<DocumentTables>): Promise<DocName[]> => {
  const rows = await db
    .selectFrom('doc_meta')
    .leftJoin('doc_followed', 'doc_followed.doc', 'doc_meta.doc')
    .select('doc_meta.doc')
    .where(({ exists, selectFrom, ref, fn, val }) =>
      exists(
        selectFrom('doc_log')
          .select('doc_log.doc')
          .whereRef('doc_log.doc', '=', 'doc_meta.doc')
          .where('doc_log.last_seq', '>', fn.coalesce(ref('doc_followed.upto_seq'), val(0))),
      ),
    )
    .orderBy('doc_meta.doc')
    .execute()
  return rows.flatMap(({ doc }) => {
    const parsed = parseDocName(doc)
    return parsed ? [docName(parsed.kind, parsed.id)] : []
  })
}
