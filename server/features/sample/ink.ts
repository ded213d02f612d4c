import type { Site } from '#shared/lessons/model.ts'
import type { InkStroke } from './types.ts'

/** Slides are drawn on this grid; strokes are given in its units and kept as fractions of it. */
const WIDTH = 1280
const HEIGHT = 720
/** One point every so many milliseconds, as a pen on a panel gives them. */
const POINT_MS = 40

export interface StrokePlace {
  readonly id: string
  readonly site: Site
  readonly page: number
  readonly startMs: number
  readonly durationMs: number
}

type Curve = (t: number) => readonly [x: number, y: number]

const fraction = (value: number): number => Math.round(value * 10_000) / 10_000

function stroke(place: StrokePlace, curve: Curve): InkStroke {
  const count = Math.max(2, Math.round(place.durationMs / POINT_MS))
  const points: number[] = []
  for (let index = 0; index <= count; index++) {
    const t = index / count
    // A hand starts and stops slowly.
    const eased = t * t * (3 - 2 * t)
    const [x, y] = curve(eased)
    points.push(fraction(x / WIDTH), fraction(y / HEIGHT), Math.round(t * place.durationMs))
  }
  return {
    id: place.id,
    site: place.site,
    page: place.page,
    startMs: place.startMs,
    width: 0.005,
    points,
  }
}

/** A ring round a word, a little uneven and not quite closed, as hands draw it. */
export function ring(place: StrokePlace, x: number, y: number, radius: number): InkStroke {
  const seed = place.startMs % 7
  return stroke(place, (t) => {
    const angle = -1.9 + t * 6.7
    const wobble = 1 + 0.03 * Math.sin(angle * 2 + seed) + 0.02 * Math.sin(angle * 3) - 0.05 * t
    return [x + Math.cos(angle) * radius * wobble, y + Math.sin(angle) * radius * 1.06 * wobble]
  })
}

/** A smooth line through the given corners (Catmull–Rom). */
export function line(
  place: StrokePlace,
  corners: readonly (readonly [number, number])[],
): InkStroke {
  const at = (index: number): readonly [number, number] =>
    corners[Math.min(Math.max(index, 0), corners.length - 1)] ?? [0, 0]
  return stroke(place, (t) => {
    const scaled = t * (corners.length - 1)
    const index = Math.min(Math.floor(scaled), corners.length - 2)
    const u = scaled - index
    const blend = (axis: 0 | 1): number => {
      const [a, b, c, d] = [
        at(index - 1)[axis],
        at(index)[axis],
        at(index + 1)[axis],
        at(index + 2)[axis],
      ]
      return (
        0.5 *
        (2 * b +
          (c - a) * u +
          (2 * a - 5 * b + 4 * c - d) * u * u +
          (3 * b - a - 3 * c + d) * u ** 3)
      )
    }
    return [blend(0), blend(1)]
  })
}
