/** Width of the drawing grid; heights follow the page's shape. */
export const GRID = 1600

/**
 * A smooth SVG path through a stroke's points: each middle between two points is passed, each point
 * bends the line towards itself. `points` are flat triples x, y (0…1) and ms.
 */
export const inkPath = (points: readonly number[], ratio: number): string => {
  const at = (index: number): readonly [number, number] => [
    Math.round((points[index * 3] ?? 0) * GRID * 10) / 10,
    Math.round((points[index * 3 + 1] ?? 0) * (GRID / ratio) * 10) / 10,
  ]
  const count = Math.floor(points.length / 3)
  if (count === 0) return ''
  const [startX, startY] = at(0)
  // A tap is a dot: a line of no length with a round cap.
  if (count === 1) return `M${startX} ${startY}h0`
  let path = `M${startX} ${startY}`
  for (let index = 1; index < count - 1; index++) {
    const [x, y] = at(index)
    const [nextX, nextY] = at(index + 1)
    path += `Q${x} ${y} ${(x + nextX) / 2} ${(y + nextY) / 2}`
  }
  const [endX, endY] = at(count - 1)
  return `${path}L${endX} ${endY}`
}
