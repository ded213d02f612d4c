import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { Damage } from '../corpus/damages.ts'

type Row = { readonly rowid: number; readonly first_seq: number; readonly bytes: Uint8Array }

/** The documents' database of a server that is not running. */
const withDocuments = <Result>(dataDir: string, use: (db: DatabaseSync) => Result): Result => {
  const db = new DatabaseSync(join(dataDir, 'documents.sqlite'))
  try {
    return use(db)
  } finally {
    db.close()
  }
}

/** Damages one row of each of these documents, never the first; answers how each was damaged. */
export const damageRows = (
  dataDir: string,
  docs: readonly string[],
  pick: { readonly random: () => number; readonly damageOf: (index: number) => Damage },
): readonly string[] =>
  withDocuments(dataDir, (db) => {
    const rowsOf = db.prepare(
      'select rowid, first_seq, bytes from doc_log where doc = ? order by last_seq',
    )
    const write = db.prepare('update doc_log set bytes = ? where rowid = ?')
    const sign = db.prepare('update doc_log set checksum = ? where rowid = ?')
    return docs.map((doc, index) => {
      const rows = rowsOf.all(doc) as unknown as Row[]
      const row = rows[1 + Math.floor(pick.random() * (rows.length - 1))]
      if (!row) throw new Error(`${doc} has ${rows.length} rows`)
      const [what, damage, isSigned] = pick.damageOf(index)
      const damaged = damage(row.bytes, pick.random)
      write.run(damaged, row.rowid)
      if (isSigned && damaged instanceof Uint8Array) sign.run(crc32(damaged), row.rowid)
      return what
    })
  })

/** Damages the newest snapshots of a document, so many generations of them; answers how many there were. */
export const damageSnapshots = (dataDir: string, doc: string, generations: number): number =>
  withDocuments(dataDir, (db) => {
    const rows = db
      .prepare('select upto_seq, state from doc_snapshot where doc = ? order by upto_seq desc')
      .all(doc) as unknown as { readonly upto_seq: number; readonly state: Uint8Array }[]
    const write = db.prepare('update doc_snapshot set state = ? where doc = ? and upto_seq = ?')
    for (const { upto_seq, state } of rows.slice(0, generations))
      write.run(state.slice(0, state.length >> 1), doc, upto_seq)
    return rows.length
  })

/** Flips one bit anywhere in the newest segment of the journal; false when there is none. */
export const damageJournal = (dataDir: string, random: () => number): boolean => {
  const folder = join(dataDir, 'journal')
  const newest = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .toSorted()
    .at(-1)
  if (!newest) return false
  const bytes = readFileSync(join(folder, newest))
  const place = Math.floor(random() * bytes.length)
  bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(random() * 8))
  writeFileSync(join(folder, newest), bytes)
  return bytes.length > 0
}
