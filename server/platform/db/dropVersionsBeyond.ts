import { DatabaseSync } from 'node:sqlite'

/** Each file by its path. */
type Databases = { readonly studio: string; readonly documents: string }

/**
 * Drops the versions of plans that keep more than the documents' log has: a backup copies the studio's
 * database after the documents', and what was named in between would be taken for this past, in
 * which other words stand under those numbers. No studio has the files open. Answers how many went.
 */
export const dropVersionsBeyond = ({ studio, documents }: Databases): number => {
  const database = new DatabaseSync(studio)
  try {
    database.exec('pragma synchronous = full')
    // An older build's backup has none.
    const hasVersions = database
      .prepare("select 1 from sqlite_master where type = 'table' and name = 'plan_version'")
      .get()
    if (!hasVersions) return 0
    database.prepare('attach ? as documents').run(documents)
    const { changes } = database
      .prepare(
        `delete from plan_version where upto_seq > coalesce(
          (select max(last_seq) from documents.doc_log where doc = 'plan:' || plan_id), 0)`,
      )
      .run()
    return Number(changes)
  } finally {
    database.close()
  }
}
