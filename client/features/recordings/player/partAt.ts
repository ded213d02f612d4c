import type { Part } from '#shared/recordings/model.ts'
import { contains } from '#shared/time.ts'
import type { PlayerTrack } from './types.ts'

/** The file that holds this moment; null before, between and after them. */
export const partAt = <P extends Part>(track: PlayerTrack<P>, atMs: number): P | null =>
  track.parts.find((part) => atMs >= part.startMs && atMs < part.startMs + part.durationMs) ?? null

/** Whether the site really has something at this moment: a file may contain holes. */
export const isRecorded = (track: PlayerTrack, atMs: number): boolean =>
  partAt(track, atMs) !== null && !(track.gaps ?? []).some((gap) => contains(gap, atMs))
