import type { Part } from '#shared/recordings/model.ts'
import { contains } from '#shared/time.ts'
import type { PlayerTrack } from './types.ts'

/** The file that holds this moment; null before, between and after them. */
export const partAt = <P extends Part>(track: PlayerTrack<P>, atMs: number): P | null =>
  track.parts.find((part) => atMs >= part.startMs && atMs < part.startMs + part.durationMs) ?? null

/** Just before a file begins its first picture is shown rather than a blank. */
const AHEAD_MS = 1000

/** The file to have at hand at this moment: the one that holds it, or one that begins within a second. */
export const partSoon = <P extends Part>(track: PlayerTrack<P>, atMs: number): P | null =>
  partAt(track, atMs) ??
  track.parts.find(({ startMs }) => startMs > atMs && startMs - atMs <= AHEAD_MS) ??
  null

/** Whether the site really has something at this moment: a file may contain holes. */
export const isRecorded = (track: PlayerTrack, atMs: number): boolean =>
  partAt(track, atMs) !== null && !(track.gaps ?? []).some((gap) => contains(gap, atMs))
