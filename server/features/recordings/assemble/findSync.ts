const CLUSTER = [0x1f, 0x43, 0xb6, 0x75] as const
/** A cluster begins with its time code. */
const TIMECODE = 0xe7
const MOOF = [0x6d, 0x6f, 0x6f, 0x66] as const

const matches = (bytes: Uint8Array, at: number, pattern: readonly number[]): boolean =>
  pattern.every((byte, index) => bytes[at + index] === byte)

/** Bytes an EBML size takes, by its leading zero bits. */
const sizeLength = (first: number): number => Math.clz32(first) - 23

const isCluster = (bytes: Uint8Array, at: number): boolean => {
  if (!matches(bytes, at, CLUSTER)) return false
  const first = bytes[at + 4]
  return !!first && bytes[at + 4 + sizeLength(first)] === TIMECODE
}

/** A box is four bytes of size and its name; a fragment's head is far smaller than 1 MB. */
const isMoof = (bytes: Uint8Array, at: number): boolean =>
  matches(bytes, at + 4, MOOF) && bytes[at] === 0 && (bytes[at + 1] ?? 255) < 16

/**
 * Where the next self-contained stretch begins: a WebM cluster or an MP4 fragment. MediaRecorder's
 * slices end anywhere, so after a missing one everything up to here is unreadable. −1: none.
 */
export const findSync = (bytes: Uint8Array, container: 'webm' | 'mp4', from = 0): number => {
  const isSync = container === 'webm' ? isCluster : isMoof
  for (let at = from; at + 8 < bytes.length; at++) if (isSync(bytes, at)) return at
  return -1
}
