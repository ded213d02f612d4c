import * as Y from 'yjs'
import type { UserId } from '#shared/ids.ts'
import type { Deletions, HistoryJob, ItemId, ReadPage } from './jobs.ts'
import { readPages } from './readPages.ts'

const isGoneBy = ({ ds }: Pick<ReturnType<typeof Y.decodeUpdate>, 'ds'>, item: ItemId): boolean =>
  (ds.clients.get(item.client) ?? []).some(
    ({ clock, len }) => clock <= item.clock && item.clock < clock + len,
  )

/** Null: the row is damaged, and nobody knows what it took. */
const decoded = (update: Uint8Array): ReturnType<typeof Y.decodeUpdate> | null => {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

/**
 * Which update took each of these pieces away. Updates are only read, never applied, so that a long
 * log costs a fraction of what replaying it does; the first deletion of a piece is the one that counted.
 */
export const findDeletions = async (
  job: Extract<HistoryJob, { kind: 'deletions' }>,
  read: ReadPage,
): Promise<Deletions> => {
  let wanted = job.items
  const deletions: Deletions['deletions'][number][] = []
  for await (const page of readPages(read, 0)) {
    for (const { update, authorId, atMs } of page) {
      const said = decoded(update)
      if (!said || said.ds.clients.size === 0) continue
      const gone = wanted.filter((item) => isGoneBy(said, item))
      for (const item of gone) deletions.push({ item, authorId: authorId as UserId | null, atMs })
      if (gone.length > 0) wanted = wanted.filter((item) => !gone.includes(item))
    }
    if (wanted.length === 0) break
  }
  return { kind: 'deletions', deletions }
}
