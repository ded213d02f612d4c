import type * as Y from 'yjs'
import { Map as YMap } from 'yjs'
import type { DocConnection, DocRooms } from '#server/platform/sync/ports.ts'
import { type By, type LoggedAct, unchanged } from '#shared/classrooms/change.ts'
import { inkRoot, readStroke } from '#shared/classrooms/ink.ts'
import { inkNews, type StrokeNews } from '#shared/classrooms/inkNews.ts'
import type { InkStroke } from '#shared/classrooms/model.ts'
import type { ClassroomId } from '#shared/ids.ts'
import { docName } from '#shared/sync/docName.ts'
import type { ClassroomsDeps } from './deps.ts'
import type { LiveClassrooms } from './liveClassrooms.ts'
import type { ClassroomRepo } from './repo.ts'

const drawn = (stroke: InkStroke, by: By): LoggedAct => ({
  ...by,
  // A stroke is logged when it ends; in the lesson it stands where it began.
  atMs: stroke.startMs,
  data: {
    type: 'ink.drawn',
    strokeId: stroke.strokeId,
    site: stroke.site,
    page: stroke.page,
    width: stroke.width,
    points: [...stroke.points],
  },
})

/** Somebody's pen, on one connection, and the strokes it has not finished. */
type Pen = { readonly classroomId: ClassroomId; readonly ids: Set<string>; readonly by: By }

const byOf = ({ grant }: DocConnection, atMs: number): By => ({
  atMs,
  actorId: grant.identity.userId,
  actorName: grant.identity.name,
})

const strokesOf = (doc: Y.Doc, ids: Iterable<string>): readonly InkStroke[] =>
  [...ids].flatMap((id) => readStroke(id, inkRoot(doc).get(id)) ?? [])

/**
 * What a stroke's news mean for the log, and for what its pen still has in hand. What is said again is in the
 * log once, and what comes of a stroke that was done when the pen is put down: a stroke is tens of kilobytes,
 * a mark of it twenty bytes.
 */
const actsOf = (
  stroke: InkStroke,
  news: StrokeNews,
  pen: Pen,
  sessionMs: number,
): readonly LoggedAct[] => {
  const { strokeId, erased, done } = stroke
  const wasOpen = pen.ids.has(strokeId)
  if (erased || (done && news.isDone)) pen.ids.delete(strokeId)
  else if (!done || news.hasPoints) pen.ids.add(strokeId)
  const line = drawn(stroke, pen.by)
  if (!erased) return done && news.isDone ? [line] : []
  if (!news.isErased) return []
  const gone: LoggedAct = { ...pen.by, atMs: sessionMs, data: { type: 'ink.erased', strokeId } }
  return wasOpen ? [line, gone] : [gone]
}

/** Ends a pen's strokes in the document, as its connection no longer will. */
const putDown = async (docs: DocRooms, pen: Pen): Promise<readonly LoggedAct[]> => {
  const acts: LoggedAct[] = []
  await docs.transact(docName('classroom', pen.classroomId), (doc) => {
    for (const stroke of strokesOf(doc, pen.ids)) {
      const map = inkRoot(doc).get(stroke.strokeId)
      if (map instanceof YMap) map.set('done', true)
      acts.push(drawn(stroke, pen.by))
    }
  })
  return acts
}

/**
 * Ink becomes events: a stroke when it is done, when its pen's connection is lost, or at the latest
 * at 下课; and what was erased. Drawing itself never waits for this.
 */
export const createInkLog = (
  deps: Pick<ClassroomsDeps, 'docs' | 'log'>,
  repo: ClassroomRepo,
  live: LiveClassrooms,
) => {
  const pens = new Map<string, Pen>()

  const write = async (classroomId: ClassroomId, events: readonly LoggedAct[]): Promise<void> => {
    if (events.length === 0) return
    try {
      await live.change(classroomId, ({ state }) =>
        state.phase === 'live' ? { state, events } : unchanged(state),
      )
    } catch (thrown) {
      deps.log.error({ err: thrown, classroomId }, 'ink not logged; it will be at the end')
    }
  }

  const finish = async (pen: Pen): Promise<void> => {
    try {
      await write(pen.classroomId, await putDown(deps.docs, pen))
    } catch (thrown) {
      deps.log.error({ err: thrown, classroomId: pen.classroomId }, 'stroke not finished')
    }
  }

  return {
    /**
     * A client's ink was accepted, `sessionMs` is now on the session clock; answers with what to do
     * when it is stored: what never is, is not in the lesson.
     */
    accepted: (
      classroomId: ClassroomId,
      events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
      connection: DocConnection,
      sessionMs: number,
    ): (() => void) => {
      const doc = events[0]?.target.doc
      if (!doc) return () => {}
      const pen = pens.get(connection.connectionId) ?? {
        classroomId,
        ids: new Set<string>(),
        by: byOf(connection, sessionMs),
      }
      pens.set(connection.connectionId, pen)
      const news = inkNews(events, doc)
      const touched = strokesOf(doc, news.keys())
      return () => {
        void write(
          classroomId,
          touched.flatMap((stroke) => {
            const its = news.get(stroke.strokeId)
            return its ? actsOf(stroke, its, pen, sessionMs) : []
          }),
        )
        const isGone = pens.get(connection.connectionId) !== pen
        if (isGone && pen.ids.size > 0) void finish(pen)
      }
    },

    /** Pens whose connection is gone have put down what they were drawing. */
    left: (classroomId: ClassroomId, connections: readonly DocConnection[]): void => {
      const here = new Set(connections.map(({ connectionId }) => connectionId))
      for (const [connectionId, pen] of pens) {
        if (pen.classroomId !== classroomId || here.has(connectionId)) continue
        pens.delete(connectionId)
        if (pen.ids.size > 0) void finish(pen)
      }
    },

    /**
     * Strokes of the document that never reached the log, e.g. after a restart, or not all of them: what a
     * page drew on while it had no line was added to a stroke that was logged when its pen was put down.
     * For 下课.
     */
    missing: async (classroomId: ClassroomId): Promise<readonly LoggedAct[]> => {
      const logged = new Map(
        (await repo.events(classroomId)).flatMap(({ data }) =>
          data.type === 'ink.drawn' ? [[data.strokeId, data.points.length] as const] : [],
        ),
      )
      const doc = await deps.docs.read(docName('classroom', classroomId))
      return strokesOf(doc, inkRoot(doc).keys())
        .filter(({ strokeId, points, erased }) => !erased && points.length !== logged.get(strokeId))
        .map((stroke) => drawn(stroke, { atMs: 0, actorId: stroke.by, actorName: null }))
    },
  }
}
export type InkLog = ReturnType<typeof createInkLog>
