import type { Readable } from 'node:stream'

/** Keys are made by us: `a/b/c` of letters, digits, dot, dash and underscore; never a user's file name. */
export type StorageKey = string

/** Where files live. What `write` has answered is on the disk (fsynced). */
export type Storage = {
  /** Replaces atomically: a reader sees the old bytes or the new ones. Throws `storage-full`. */
  write(key: StorageKey, content: Uint8Array | Readable): Promise<{ readonly bytes: number }>
  /** Whole content; null when there is none. */
  read(key: StorageKey): Promise<Uint8Array | null>
  /** Bytes `start` (inclusive) to `end` (exclusive) as a stream. Throws `not-found`. */
  stream(
    key: StorageKey,
    range?: { readonly start: number; readonly end: number },
  ): Promise<Readable>
  size(key: StorageKey): Promise<number | null>
  /** Removes a key and everything below it. */
  remove(key: StorageKey): Promise<void>
}
