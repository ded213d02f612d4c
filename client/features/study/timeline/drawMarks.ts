import { fitText } from './drawTiers.ts'
import type { ColourName } from './palette.ts'
import { type SpanIndex, spansBetween } from './spanIndex.ts'
import type { Draw } from './TierCanvas.tsx'
import { msOf, type View, xOf } from './view.ts'

/** A comment as the tier needs it. */
export type MarkDot = {
  readonly startMs: number
  readonly endMs: number
  readonly markId: string
  readonly name: string
  readonly hue: string
  readonly resolved: boolean
  readonly text: string
}

const RADIUS = 10

/** Comments that stand together as one dot: so many never hide one another, and drawing stays cheap. */
export type Cluster = { readonly x: number; readonly first: MarkDot; readonly count: number }

export const clustersOf = (view: View, index: SpanIndex<MarkDot>): readonly Cluster[] => {
  const clusters: { readonly x: number; readonly first: MarkDot; count: number }[] = []
  const margin = msOf(view, RADIUS) - view.startMs
  for (const mark of spansBetween(index, view.startMs - margin, view.endMs + margin)) {
    const x = xOf(view, mark.startMs)
    const last = clusters[clusters.length - 1]
    if (last && x - last.x < RADIUS * 2) last.count += 1
    else clusters.push({ x, first: mark, count: 1 })
  }
  return clusters
}

const hueName = (hue: string): ColourName => `--hue-${hue}` as ColourName

export const drawMarks =
  (view: View, index: SpanIndex<MarkDot>, currentId: string | null): Draw =>
  (context, { height }, { colour }) => {
    const middle = height / 2
    const clusters = clustersOf(view, index)
    clusters.forEach(({ x, first, count }, i) => {
      const room = (clusters[i + 1]?.x ?? view.width + 40) - x - RADIUS * 2 - 4
      const clip = Math.min(room, xOf(view, first.endMs) - x - RADIUS - 3)
      if (count === 1 && clip > 12) {
        context.textAlign = 'left'
        context.strokeStyle = colour('--night-line')
        context.strokeRect(x + RADIUS + 3.5, middle - 8.5, clip, 17)
        context.fillStyle = colour('--night-ink-2')
        context.fillText(fitText(context, first.text, clip - 10), x + RADIUS + 9, middle + 1)
      }
      context.beginPath()
      context.arc(x, middle, RADIUS, 0, 2 * Math.PI)
      context.fillStyle = colour(count > 1 ? '--night-line' : hueName(first.hue))
      context.fill()
      context.lineWidth = 2
      const isCurrent = first.markId === currentId
      if (isCurrent || !first.resolved) {
        context.strokeStyle = colour(isCurrent ? '--night-amber' : '--night')
        context.stroke()
      }
      context.lineWidth = 1
      context.textAlign = 'center'
      context.fillStyle = colour('--night-ink')
      context.fillText(count > 1 ? String(count) : first.name.slice(0, 1), x, middle + 1)
    })
  }
