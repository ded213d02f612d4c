import * as Y from 'yjs'
import { randomId } from '#client/lib/session/deviceId.ts'
import { inkRoot, STROKE_POINT_LIMIT } from '#shared/classrooms/ink.ts'
import type { Site } from '#shared/lessons/model.ts'

/** Points go out twenty times a second: the other room sees the line grow. */
const FLUSH_MS = 50
/** Share of the slide's width: 4 px on a console, 7 px on the big screen. */
export const PEN_WIDTH = 0.005

type Stroke = {
  readonly points: Y.Array<number>
  readonly map: Y.Map<unknown>
  readonly startMs: number
  waiting: number[]
  count: number
}

/** Writes one's own strokes into the classroom's document. */
export const createPen = (parts: {
  readonly doc: Y.Doc
  readonly userId: string
  readonly site: Site
  /** Whole session ms. */
  sessionNow(): number
}) => {
  const { doc, userId, site, sessionNow } = parts
  let stroke: Stroke | null = null
  let timer: ReturnType<typeof setInterval> | null = null
  /** Ids of one's own strokes of this visit, for undoing. */
  const own: string[] = []
  let page = 1

  const flush = (): void => {
    if (!stroke || stroke.waiting.length === 0) return
    stroke.points.push(stroke.waiting)
    stroke.waiting = []
  }

  const begin = (x: number, y: number): void => {
    const startMs = Math.max(0, sessionNow())
    const id = randomId<string>()
    const points = new Y.Array<number>()
    points.push([x, y, 0])
    const map = new Y.Map<unknown>(
      Object.entries({
        ...{ site, page, by: userId, width: PEN_WIDTH, startMs },
        ...{ done: false, erased: false, points },
      }),
    )
    inkRoot(doc).set(id, map)
    own.push(id)
    stroke = { points, map, startMs, waiting: [], count: 1 }
    timer = setInterval(flush, FLUSH_MS)
  }

  const end = (): void => {
    const ended = stroke
    if (timer) clearInterval(timer)
    timer = null
    if (ended)
      doc.transact(() => {
        flush()
        ended.map.set('done', true)
      })
    stroke = null
  }

  return {
    start: (x: number, y: number, onPage: number): void => {
      end()
      page = onPage
      begin(x, y)
    },
    point: (x: number, y: number): void => {
      if (!stroke) return
      stroke.waiting.push(x, y, Math.max(0, sessionNow() - stroke.startMs))
      stroke.count += 1
      if (stroke.count < STROKE_POINT_LIMIT) return
      // A very long line goes on as a new stroke from where this one ends.
      end()
      begin(x, y)
    },
    end,
    erase: (strokeId: string): void => {
      const map = inkRoot(doc).get(strokeId)
      if (map instanceof Y.Map && map.get('by') === userId && map.get('erased') !== true)
        map.set('erased', true)
    },
    /** Takes back one's own last stroke that is still there on this page. */
    undo: (onPage: number): void => {
      for (let index = own.length - 1; index >= 0; index--) {
        const map = inkRoot(doc).get(own[index] ?? '')
        if (!(map instanceof Y.Map) || map.get('page') !== onPage || map.get('erased')) continue
        map.set('erased', true)
        return
      }
    },
  }
}
