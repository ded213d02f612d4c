import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { serverNow, sessionNow } from '#client/lib/feed/sessionClock.ts'
import type { InkFlag } from '#client/lib/slides/InkLayer.tsx'
import type { InkDrawing } from '#client/lib/slides/useInkPointer.ts'
import type { InkStroke } from '#shared/classrooms/model.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { shortSchool } from '../room/shortSchool.ts'
import { createPen, PEN_WIDTH } from './createPen.ts'

export type InkTool = 'pen' | 'eraser' | null

/** A stroke is flagged with its author for this long after it was begun. */
const FLAG_MS = 3000

/** The ink of the page that is on. */
export const usePageInk = (): readonly InkStroke[] => {
  const { ink, state } = useRoom()
  const all = useSyncExternalStore(ink.subscribe, ink.getSnapshot)
  return useMemo(() => all.filter(({ page }) => page === state.page), [all, state.page])
}

/** Whose the newest foreign stroke is, said beside it for three seconds. */
export const useInkFlags = (strokes: readonly InkStroke[]): readonly InkFlag[] => {
  const { state, lesson, me } = useRoom()
  const newest = strokes.reduce<InkStroke | null>(
    (last, one) =>
      one.by !== me.userId && !one.erased && (!last || one.startMs > last.startMs) ? one : last,
    null,
  )
  const [shown, setShown] = useState<string | null>(null)
  const id = newest?.strokeId ?? null
  const endsAtMs = (state.startedAtMs ?? 0) + (newest?.startMs ?? 0) + FLAG_MS
  useEffect(() => {
    const leftMs = endsAtMs - serverNow()
    if (id === null || leftMs <= 0) return
    setShown(id)
    const timer = setTimeout(() => setShown(null), leftMs)
    return () => clearTimeout(timer)
  }, [id, endsAtMs])
  if (!newest || shown !== newest.strokeId) return []
  const site = lesson.sites.find((one) => one.site === newest.site)
  const words = [shortSchool(site?.school ?? ''), site?.teacher?.name.slice(0, 1)]
  return [{ strokeId: newest.strokeId, words: words.filter(Boolean).join(' · ') }]
}

/** Pen and eraser for those who may draw; undefined while there is nothing to draw with. */
export const useDrawing = (tool: InkTool) => {
  const { doc, me, state } = useRoom()
  const { startedAtMs } = state
  const pen = useMemo(
    () =>
      me.site && startedAtMs !== null
        ? createPen({
            doc,
            userId: me.userId,
            site: me.site,
            sessionNow: () => sessionNow(startedAtMs),
          })
        : null,
    [doc, me.userId, me.site, startedAtMs],
  )
  useEffect(() => () => pen?.end(), [pen])
  const drawing: InkDrawing | undefined =
    pen && tool && me.site && state.phase === 'live'
      ? {
          tool,
          site: me.site,
          width: PEN_WIDTH,
          onStart: (x, y) => pen.start(x, y, state.page),
          onPoint: pen.point,
          onEnd: pen.end,
          onErase: ({ strokeId }) => pen.erase(strokeId),
        }
      : undefined
  return { drawing, undo: () => pen?.undo(state.page) }
}
