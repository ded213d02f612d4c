/**
 * Many updates as one piece of memory, so that giving
 * them to another thread copies once and moves the copy.
 */
export type PackedUpdates = { readonly bytes: Uint8Array<ArrayBuffer>; readonly ends: Uint32Array }

export const packUpdates = (updates: readonly Uint8Array[]): PackedUpdates => {
  const ends = new Uint32Array(updates.length)
  let sizeBytes = 0
  for (const [i, update] of updates.entries()) {
    sizeBytes += update.length
    ends[i] = sizeBytes
  }
  const bytes = new Uint8Array(sizeBytes)
  let at = 0
  for (const update of updates) {
    bytes.set(update, at)
    at += update.length
  }
  return { bytes, ends }
}

/** Views into the packed bytes. */
export const unpackUpdates = ({ bytes, ends }: PackedUpdates): Uint8Array[] =>
  [...ends].map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end))
