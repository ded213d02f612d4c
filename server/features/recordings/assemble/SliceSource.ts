import { CustomSource } from 'mediabunny'
import { findSync } from './findSync.ts'
import type { ReadSlice, SegmentFiles, SliceFile } from './types.ts'

/** A stretch of stored bytes: `from` (inclusive) to `to` (exclusive) of one slice. */
type Piece = { readonly key: string; readonly from: number; readonly to: number }

/** Demuxers go forward with small steps back; a few slices are enough. */
const KEPT_SLICES = 6

export const containerOf = (mime: string): 'webm' | 'mp4' => (mime.includes('mp4') ? 'mp4' : 'webm')

/** Reads slices, remembering the last few. A slice that has vanished is an error. */
const createReader = (read: ReadSlice): ((key: string) => Promise<Uint8Array>) => {
  const kept = new Map<string, Uint8Array>()
  return async (key) => {
    const known = kept.get(key)
    if (known) return known
    const bytes = await read(key)
    if (!bytes) throw new Error(`slice ${key} is gone`)
    kept.set(key, bytes)
    for (const old of kept.keys()) {
      if (kept.size <= KEPT_SLICES) break
      kept.delete(old)
    }
    return bytes
  }
}

const concat = (list: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(list.reduce((sum, one) => sum + one.length, 0))
  let at = 0
  for (const one of list) {
    joined.set(one, at)
    at += one.length
  }
  return joined
}

/** First sync point in consecutive slices: which of them and where in it; null when there is none. */
const firstSync = async (
  slices: readonly SliceFile[],
  container: 'webm' | 'mp4',
  read: (key: string) => Promise<Uint8Array>,
): Promise<{ readonly index: number; readonly at: number } | null> => {
  let held: Uint8Array = new Uint8Array(0)
  // A mark may straddle two slices: the tail of what was searched stays in hand.
  let heldFrom = 0
  for (const [index, slice] of slices.entries()) {
    const bytes = await read(slice.key)
    const joined = concat([held, bytes])
    const found = findSync(joined, container)
    if (found >= 0) {
      const inSlice = found - held.length
      if (inSlice >= 0) return { index, at: inSlice }
      return { index: index - 1, at: heldFrom + found }
    }
    held = bytes.slice(-32)
    heldFrom = bytes.length - held.length
  }
  return null
}

const whole = (slice: SliceFile): Piece => ({ key: slice.key, from: 0, to: slice.bytes })

const headerPieces = async (
  segment: SegmentFiles,
  read: (key: string) => Promise<Uint8Array>,
): Promise<readonly Piece[] | null> => {
  const first = segment.slices[0]
  if (first?.number !== 0) return null
  const sync = await firstSync(segment.slices, containerOf(segment.mime), read)
  if (!sync) return null
  return segment.slices.slice(0, sync.index + 1).map((slice, index) => ({
    key: slice.key,
    from: 0,
    to: index === sync.index ? sync.at : slice.bytes,
  }))
}

/**
 * The bytes of consecutive slices as one readable file. A run that does not begin with slice 0 gets
 * the segment's head in front and begins at its first sync point; null when it has neither.
 */
const piecesOf = async (
  segment: SegmentFiles,
  run: readonly SliceFile[],
  read: (key: string) => Promise<Uint8Array>,
): Promise<readonly Piece[] | null> => {
  if (run[0]?.number === 0) return run.map(whole)
  const header = await headerPieces(segment, read)
  const sync = header && (await firstSync(run, containerOf(segment.mime), read))
  if (!header || !sync) return null
  return [
    ...header,
    ...run.slice(sync.index).map((slice, index) => ({
      key: slice.key,
      from: index === 0 ? sync.at : 0,
      to: slice.bytes,
    })),
  ]
}

export const openSlices = async (
  segment: SegmentFiles,
  run: readonly SliceFile[],
  readSlice: ReadSlice,
): Promise<CustomSource | null> => {
  const read = createReader(readSlice)
  const pieces = await piecesOf(segment, run, read)
  if (!pieces) return null
  const size = pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0)
  return new CustomSource({
    getSize: () => size,
    prefetchProfile: 'none',
    read: async (start, end) => {
      const parts: Uint8Array[] = []
      let at = 0
      for (const piece of pieces) {
        const length = piece.to - piece.from
        const from = Math.max(start - at, 0)
        const to = Math.min(end - at, length)
        if (from < to) {
          const bytes = await read(piece.key)
          parts.push(bytes.subarray(piece.from + from, piece.from + to))
        }
        at += length
        if (at >= end) break
      }
      return concat(parts)
    },
  })
}
