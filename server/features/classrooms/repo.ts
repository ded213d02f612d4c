import type { Db } from '#server/platform/db/Db.ts'
import type { LoggedAct } from '#shared/classrooms/change.ts'
import { type ClassroomEvent, classroomEventDataSchema } from '#shared/classrooms/events.ts'
import {
  type ClassroomPhase,
  type ClassroomState,
  classroomPhaseSchema,
  classroomStateSchema,
} from '#shared/classrooms/model.ts'
import { type ClassroomId, classroomIdSchema, type LessonId, lessonIdSchema } from '#shared/ids.ts'

export type StoredClassroom = {
  readonly classroomId: ClassroomId
  readonly lessonId: LessonId
  /** The media room's name: random, so that it says nothing about the lesson. */
  readonly mediaRoom: string
  readonly openedAtMs: number
  readonly state: ClassroomState
}

type Row = { id: string; lesson_id: string; media_room: string; opened_at: number; state: string }
const columns = ['id', 'lesson_id', 'media_room', 'opened_at', 'state'] as const

const toClassroom = (row: Row): StoredClassroom => ({
  classroomId: classroomIdSchema.parse(row.id),
  lessonId: lessonIdSchema.parse(row.lesson_id),
  mediaRoom: row.media_room,
  openedAtMs: Number(row.opened_at),
  state: classroomStateSchema.parse(JSON.parse(row.state)),
})

const stateColumns = (state: ClassroomState) => ({
  phase: state.phase,
  started_at: state.startedAtMs,
  ended_ms: state.endedMs,
  state: JSON.stringify(state),
})

const eventRow = (classroomId: ClassroomId, seq: number, event: LoggedAct) => ({
  classroom_id: classroomId,
  seq,
  at_ms: event.atMs,
  actor_id: event.actorId,
  actor_name: event.actorName,
  data: JSON.stringify(event.data),
})

/** A statement holds at most 32,766 values, and an event takes six of them. */
const EVENTS_AT_ONCE = 2000

const reads = (db: Db) => ({
  find: async (classroomId: ClassroomId): Promise<StoredClassroom | null> => {
    const row = await db
      .selectFrom('classroom')
      .select(columns)
      .where('id', '=', classroomId)
      .executeTakeFirst()
    return row ? toClassroom(row) : null
  },

  ofMediaRoom: async (mediaRoom: string): Promise<StoredClassroom | null> => {
    const row = await db
      .selectFrom('classroom')
      .select(columns)
      .where('media_room', '=', mediaRoom)
      .executeTakeFirst()
    return row ? toClassroom(row) : null
  },

  /** The one opened last, whatever became of it. */
  latest: async (lessonId: LessonId): Promise<StoredClassroom | null> => {
    const row = await db
      .selectFrom('classroom')
      .select(columns)
      .where('lesson_id', '=', lessonId)
      .orderBy('opened_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row ? toClassroom(row) : null
  },

  phaseOf: async (classroomId: ClassroomId): Promise<ClassroomPhase | null> => {
    const row = await db
      .selectFrom('classroom')
      .select('phase')
      .where('id', '=', classroomId)
      .executeTakeFirst()
    return row ? classroomPhaseSchema.parse(row.phase) : null
  },

  /** Every classroom that waits or teaches, for a server that has just started. */
  open: async (): Promise<readonly ClassroomId[]> => {
    const rows = await db
      .selectFrom('classroom')
      .select('id')
      .where('phase', '!=', 'ended')
      .execute()
    return rows.map(({ id }) => classroomIdSchema.parse(id))
  },

  nextSeq: async (classroomId: ClassroomId): Promise<number> => {
    const row = await db
      .selectFrom('classroom_event')
      .select((eb) => eb.fn.max('seq').as('last'))
      .where('classroom_id', '=', classroomId)
      .executeTakeFirst()
    return row?.last === null || row?.last === undefined ? 0 : Number(row.last) + 1
  },

  /** In the order of the session clock: a stroke is logged when it ends and stands where it began. */
  events: async (classroomId: ClassroomId): Promise<readonly ClassroomEvent[]> => {
    const rows = await db
      .selectFrom('classroom_event')
      .select(['seq', 'at_ms', 'actor_id', 'actor_name', 'data'])
      .where('classroom_id', '=', classroomId)
      .orderBy('at_ms')
      .orderBy('seq')
      .execute()
    return rows.map((row) => ({
      seq: Number(row.seq),
      atMs: Number(row.at_ms),
      actorId: row.actor_id,
      actorName: row.actor_name,
      data: classroomEventDataSchema.parse(JSON.parse(row.data)),
    }))
  },
})
const writes = (db: Db) => ({
  /** A new classroom with its first events, in one transaction. */
  insert: async (classroom: StoredClassroom, events: readonly LoggedAct[]): Promise<void> => {
    await db.transaction().execute(async (tx) => {
      await tx
        .insertInto('classroom')
        .values({
          id: classroom.classroomId,
          lesson_id: classroom.lessonId,
          media_room: classroom.mediaRoom,
          opened_at: classroom.openedAtMs,
          ...stateColumns(classroom.state),
        })
        .execute()
      const rows = events.map((event, seq) => eventRow(classroom.classroomId, seq, event))
      for (let from = 0; from < rows.length; from += EVENTS_AT_ONCE)
        await tx
          .insertInto('classroom_event')
          .values(rows.slice(from, from + EVENTS_AT_ONCE))
          .execute()
    })
  },

  /** One change: the state (null: as it was) and its events from number `seq` on, all or nothing. */
  save: async (
    classroomId: ClassroomId,
    change: {
      readonly state: ClassroomState | null
      readonly seq: number
      readonly events: readonly LoggedAct[]
    },
  ): Promise<void> => {
    const { state, seq, events } = change
    await db.transaction().execute(async (tx) => {
      if (state)
        await tx
          .updateTable('classroom')
          .set(stateColumns(state))
          .where('id', '=', classroomId)
          .execute()
      if (events.length > 0)
        await tx
          .insertInto('classroom_event')
          .values(events.map((event, index) => eventRow(classroomId, seq + index, event)))
          .execute()
    })
  },
})

/** The classrooms' rows; the only place that knows their columns. */
export const classroomRepo = (db: Db) => ({ ...reads(db), ...writes(db) })
export type ClassroomRepo = ReturnType<typeof classroomRepo>
