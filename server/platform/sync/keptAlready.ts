import type { Kysely } from 'kysely'
import type { DocAppend, StoredUpdate } from './DocStore.ts'
import { readHistory } from './historyRows.ts'
import type { DocumentTables } from './tables.ts'

/** Its time aside, which every try says anew. */
const isTheSame = (stored: StoredUpdate, given: StoredUpdate | undefined): boolean =>
  stored.seq === given?.seq &&
  stored.authorId === given.authorId &&
  Buffer.compare(stored.update, given.update) === 0

/**
 * How many of these updates, from the first on, the log has: an earlier try whose answer never came was
 * kept after all. Of large ones a page at most, and whoever asks again hears of the next. Throws when
 * anything else stands under their numbers or behind them, or nothing does.
 */
export const keptAlready = async (
  db: Kysely<DocumentTables>,
  { name, updates }: DocAppend,
): Promise<number> => {
  const [first] = updates
  if (!first) return 0
  const range = { afterSeq: first.seq - 1, limit: updates.length + 1 }
  const stored = await readHistory(db, name, range)
  if (stored.length === 0) throw new Error(`${name}: ${first.seq} does not follow what the log has`)
  if (!stored.every((update, i) => isTheSame(update, updates[i])))
    throw new Error(`${name}: ${first.seq} is taken`)
  return stored.length
}
