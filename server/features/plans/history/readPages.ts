import { isFullPage, type StoredUpdate } from '#server/platform/sync/DocStore.ts'
import type { ReadPage, Until } from './jobs.ts'

/**
 * So many updates are in memory at a time, fewer when they are large: some 100 kB of keystrokes, a few
 * milliseconds to read.
 */
export const PAGE = 1000

/** A log page by page up to a moment; the next page is asked for when this one has been worked on. */
export async function* readPages(
  read: ReadPage,
  afterSeq: number,
  until: Until = {},
): AsyncGenerator<readonly StoredUpdate[]> {
  for (let after = afterSeq; after < (until.seq ?? Number.POSITIVE_INFINITY); ) {
    const left = (until.seq ?? Number.POSITIVE_INFINITY) - after
    const limit = Math.min(PAGE, left)
    const page = await read({
      ...{ afterSeq: after, limit },
      ...(until.ms === undefined ? {} : { untilMs: until.ms }),
    })
    // Numbers may have holes where a damaged row was set aside.
    const wanted = page.filter(({ seq }) => until.seq === undefined || seq <= until.seq)
    if (wanted.length > 0) yield wanted
    const last = page.at(-1)
    // A page that is not full is the end as it was then; whoever goes on typing is not run after.
    if (!last || !isFullPage(page, limit)) return
    after = last.seq
  }
}
