import type { InkStroke } from '#shared/classrooms/model.ts'

const squared = (value: number): number => value * value

/** Squared distance from a point to the piece of line between two points, in shares of the width. */
const toSegment = (
  [px, py]: readonly [number, number],
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number => {
  const length = squared(bx - ax) + squared(by - ay)
  const along =
    length === 0
      ? 0
      : Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
  return squared(px - ax - along * (bx - ax)) + squared(py - ay - along * (by - ay))
}

/** The topmost stroke within `reach` (share of the slide's width) of a place on the slide. */
export const hitStroke = (
  strokes: readonly InkStroke[],
  x: number,
  y: number,
  ratio: number,
  reach = 0.012,
): InkStroke | null => {
  for (let index = strokes.length - 1; index >= 0; index--) {
    const stroke = strokes[index]
    if (!stroke || stroke.erased) continue
    const { points, width } = stroke
    const place = (i: number): readonly [number, number] => [
      points[i * 3] ?? 0,
      (points[i * 3 + 1] ?? 0) / ratio,
    ]
    const count = Math.floor(points.length / 3)
    for (let i = 0; i < Math.max(1, count - 1); i++) {
      const end = place(Math.min(i + 1, count - 1))
      if (toSegment([x, y / ratio], place(i), end) <= squared(reach + width / 2)) return stroke
    }
  }
  return null
}
