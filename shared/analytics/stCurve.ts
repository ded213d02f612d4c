import type { StCode } from '../study/model.ts'

/** Cumulative time, in ms: right is T, up is S. */
export type StCurvePoint = { readonly teachingMs: number; readonly studentMs: number }

/** N + 1 points from (0, 0); each sample moves Δ to the right (T) or up (S). */
export const stCurve = (sequence: readonly StCode[], deltaMs: number): readonly StCurvePoint[] => {
  let point: StCurvePoint = { teachingMs: 0, studentMs: 0 }
  return [
    point,
    ...sequence.map((code) => {
      const { teachingMs, studentMs } = point
      point =
        code === 'T'
          ? { teachingMs: teachingMs + deltaMs, studentMs }
          : { teachingMs, studentMs: studentMs + deltaMs }
      return point
    }),
  ]
}

/** The sample whose end lies nearest to a place on the plane: what a click on the curve means. */
export const nearestSample = (curve: readonly StCurvePoint[], place: StCurvePoint): number => {
  let best = 0
  let bestDistance = Number.POSITIVE_INFINITY
  curve.forEach((point, i) => {
    const distance = Math.hypot(
      point.teachingMs - place.teachingMs,
      point.studentMs - place.studentMs,
    )
    if (distance >= bestDistance) return
    best = i
    bestDistance = distance
  })
  return Math.max(0, best - 1)
}
