import type { TimeRange } from '../time.ts'
import type { SwitchPoint } from './model.ts'

/** A moment or a clip of the recording: its end is not before its start and neither lies outside. */
export const liesWithin = (place: TimeRange, recording: TimeRange): boolean =>
  place.startMs <= place.endMs &&
  place.startMs >= recording.startMs &&
  place.endMs <= recording.endMs

type Owned = { readonly authorId: string }

/** Only the author rewrites words. */
export const mayRewrite = (mark: Owned, userId: string): boolean => mark.authorId === userId

type CoderPass = { readonly coderId: string; readonly finished: boolean }

/**
 * Coding is blind: whoever has an open pass sees nobody else's, and nobody sees another's open one.
 * `hidden` counts what is withheld, so that the page can say so.
 */
export const visiblePasses = <P extends CoderPass>(
  passes: readonly P[],
  userId: string,
): { readonly passes: readonly P[]; readonly hidden: number } => {
  const isCoding = passes.some((pass) => pass.coderId === userId && !pass.finished)
  const seen = passes.filter((pass) => pass.coderId === userId || (pass.finished && !isCoding))
  return { passes: seen, hidden: passes.length - seen.length }
}

/** Sorted by time, one per moment (the one said last holds), none that repeats the code before it. */
export const tidyPoints = (points: readonly SwitchPoint[]): readonly SwitchPoint[] => {
  const byMoment = new Map(points.map((point) => [point.atMs, point]))
  const sorted = [...byMoment.values()].sort((a, b) => a.atMs - b.atMs)
  return sorted.filter((point, i) => point.code !== sorted[i - 1]?.code)
}

export const samePoints = (a: readonly SwitchPoint[], b: readonly SwitchPoint[]): boolean =>
  a.length === b.length &&
  a.every((point, i) => point.atMs === b[i]?.atMs && point.code === b[i]?.code)
