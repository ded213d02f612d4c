import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import type { InkStroke } from '#shared/classrooms/model.ts'

const cut = (points: readonly number[], untilMs: number): readonly number[] => {
  let count = points.length / 3
  while (count > 0 && (points[count * 3 - 1] ?? 0) > untilMs) count -= 1
  return points.slice(0, count * 3)
}

/**
 * The ink of one page as it stood at a moment of the lesson: strokes begun by then, cut off where
 * the pen was, without those erased by then. A stroke logged twice counts as logged last.
 */
export const strokesAt = (
  events: readonly ClassroomEvent[],
  atMs: number,
  page: number,
): readonly InkStroke[] => {
  const strokes = new Map<string, InkStroke>()
  for (const event of events) {
    if (event.atMs > atMs) continue
    const { data } = event
    if (data.type === 'ink.erased') strokes.delete(data.strokeId)
    if (data.type !== 'ink.drawn' || data.page !== page) continue
    strokes.set(data.strokeId, {
      strokeId: data.strokeId,
      site: data.site,
      page,
      by: event.actorId ?? '',
      width: data.width,
      startMs: event.atMs,
      done: true,
      erased: false,
      points: cut(data.points, atMs - event.atMs),
    })
  }
  return [...strokes.values()]
}
