import { z } from 'zod'

/** Whole milliseconds on the session clock: 0 is the moment the lesson was started (上课). */
export const sessionMsSchema = z.number().int().min(-86_400_000).max(86_400_000)

/** A wall-clock instant as ISO 8601 in UTC, always stamped by the server. */
export const instantSchema = z.iso.datetime()

/** Half-open: `startMs` belongs to the range, `endMs` does not. */
export type TimeRange = { readonly startMs: number; readonly endMs: number }

export const contains = (range: TimeRange, atMs: number): boolean =>
  atMs >= range.startMs && atMs < range.endMs
