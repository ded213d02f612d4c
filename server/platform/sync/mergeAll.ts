import * as Y from 'yjs'

/** `Y.mergeUpdates` of hundreds at once is far worse than linear; groups of groups are not. */
export const MERGE_WIDTH = 32

const EMPTY_UPDATE = Uint8Array.of(0, 0)

/** One update out of many, in any number. */
export const mergeAll = (updates: readonly Uint8Array[]): Uint8Array => {
  let level = updates
  while (level.length > 1) {
    const next: Uint8Array[] = []
    for (let i = 0; i < level.length; i += MERGE_WIDTH)
      next.push(Y.mergeUpdates(level.slice(i, i + MERGE_WIDTH)))
    level = next
  }
  return level[0] ?? EMPTY_UPDATE
}
