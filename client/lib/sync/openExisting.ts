import { type IDBPDatabase, openDB } from 'idb'
import { openInTime } from './openInTime.ts'

/**
 * Opens a database that is there. One that another tab has removed meanwhile is not made again: it
 * would be one without stores, in which nothing can be kept.
 */
export const openExisting = (name: string): Promise<IDBPDatabase> =>
  openInTime(
    openDB(name, undefined, {
      upgrade: (_db, _from, _to, transaction) => {
        transaction.done.catch(() => undefined)
        transaction.abort()
      },
    }),
  )
