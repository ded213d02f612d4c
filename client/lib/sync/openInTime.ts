import type { IDBPDatabase } from 'idb'
import { inTime } from './inTime.ts'

/** A database that is being opened; rejects when it does not answer, and closes it should it come later. */
export const openInTime = async <Schema>(
  opening: Promise<IDBPDatabase<Schema>>,
): Promise<IDBPDatabase<Schema>> => {
  const db = await inTime<IDBPDatabase<Schema> | null>(opening, null)
  if (db) return db
  opening.then(
    (late) => late.close(),
    () => undefined,
  )
  throw new Error('no answer')
}
