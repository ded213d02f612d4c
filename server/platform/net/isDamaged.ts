import { causesOf } from './causesOf.ts'

/** SQLITE_CORRUPT and SQLITE_NOTADB; SQLite tells more in the higher bits. */
const DAMAGED = [11, 26]

/** A database's own pages are not what SQLite has written, however deep it lies. */
export const isDamaged = (thrown: unknown): boolean =>
  causesOf(thrown).some((error) =>
    DAMAGED.includes(Number((error as { errcode?: unknown }).errcode) & 0xff),
  )
