import { DatabaseSync } from 'node:sqlite'

/**
 * A copy of a database as it is at this moment, while others read and write it: one long read, for
 * which no writer waits. The copy is not fsynced yet.
 */
export const copySqlite = (from: string, to: string): void => {
  const database = new DatabaseSync(from, { readOnly: true, timeout: 5000 })
  try {
    database.prepare('vacuum into ?').run(to)
  } finally {
    database.close()
  }
}

/** Null when SQLite finds the file whole, otherwise its complaint. */
export const checkSqlite = (file: string): string | null => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const [row] = database.prepare('pragma integrity_check(1)').all()
    const answer = String(row?.integrity_check)
    return answer === 'ok' ? null : answer
  } finally {
    database.close()
  }
}
