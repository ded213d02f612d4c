import type { Selectable, Transaction } from 'kysely'
import type { Db, Tables } from '#server/platform/db/Db.ts'
import type { LoggedAct } from '#shared/classrooms/change.ts'
import { type ClassroomEvent, classroomEventDataSchema } from '#shared/classrooms/events.ts'
import {
  type ClassroomPhase,
  type ClassroomState,
  classroomPhaseSchema,
  classroomStateSchema,
} from '#shared/classrooms/model.ts'
import { type ClassroomId, classroomIdSchema, type LessonId, lessonIdSchema } from '#shared/ids.ts'
import { type Devices, devicesSchema } from './devices.ts'

export type StoredClassroom = {
  readonly classroomId: ClassroomId
  readonly lessonId: LessonId
  /** The media room's name: random, so that it says nothing about the lesson. */
  readonly mediaRoom: string
  readonly openedAtMs: number
  readonly state: ClassroomState
  readonly devices: Devices
  /** Rises with every change. */
  readonly version: number
}

const columns = [
  'id',
  'lesson_id',
  'media_room',
  'opened_at',
  'state',
  'devices',
  'version',
] as const
type Row = Pick<Selectable<Tables['classroom']>, (typeof columns)[number]>

/** A classroom from before devices were kept knows those of who was there. */
const devicesIn = (devices: string, { people }: ClassroomState): Devices =>
  devices === ''
    ? { known: Object.fromEntries(people.map((one) => [one.deviceId, one])), superseded: [] }
    : devicesSchema.parse(JSON.parse(devices))

const toClassroom = (row: Row): StoredClassroom => {
  const state = classroomStateSchema.parse(JSON.parse(row.state))
  return {
    classroomId: classroomIdSchema.parse(row.id),
    lessonId: lessonIdSchema.parse(row.lesson_id),
    mediaRoom: row.media_room,
    openedAtMs: Number(row.opened_at),
    state,
    devices: devicesIn(row.devices, state),
    version: Number(row.version),
  }
}

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

  ofLesson: async (lessonId: LessonId): Promise<readonly ClassroomId[]> => {
    const rows = await db
      .selectFrom('classroom')
      .select('id')
      .where('lesson_id', '=', lessonId)
      .execute()
    return rows.map(({ id }) => classroomIdSchema.parse(id))
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
  /**
   * A new classroom with its first events, in one transaction. False, and nothing done, when the
   * lesson has an open one already.
   */
  insert: async (
    classroom: Pick<
      StoredClassroom,
      'classroomId' | 'lessonId' | 'mediaRoom' | 'openedAtMs' | 'state'
    >,
    events: readonly LoggedAct[],
  ): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('classroom')
        .values({
          id: classroom.classroomId,
          lesson_id: classroom.lessonId,
          media_room: classroom.mediaRoom,
          opened_at: classroom.openedAtMs,
          version: 0,
          devices: '',
          ...stateColumns(classroom.state),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 0n) return false
      await insertEvents(tx, classroom.classroomId, events)
      return true
    }),

  /**
   * One change of the classroom as it was at `version`: its state, its devices (null: as they were)
   * and its events behind those there are, all or nothing. False: somebody else was faster.
   */
  save: async (
    classroomId: ClassroomId,
    change: {
      readonly version: number
      readonly state: ClassroomState | null
      readonly devices: Devices | null
      readonly events: readonly LoggedAct[]
    },
  ): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('classroom')
        .set({
          version: change.version + 1,
          ...(change.state ? stateColumns(change.state) : {}),
          ...(change.devices ? { devices: JSON.stringify(change.devices) } : {}),
        })
        .where('id', '=', classroomId)
        .where('version', '=', change.version)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return false
      await insertEvents(tx, classroomId, change.events)
      return true
    }),
})

/** Behind those there are; the classroom's row is ours until the transaction ends. */
const insertEvents = async (
  tx: Transaction<Tables>,
  classroomId: ClassroomId,
  events: readonly LoggedAct[],
): Promise<void> => {
  if (events.length === 0) return
  const last = await tx
    .selectFrom('classroom_event')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('classroom_id', '=', classroomId)
    .executeTakeFirst()
  const first = last?.seq === null || last?.seq === undefined ? 0 : Number(last.seq) + 1
  const rows = events.map((event, index) => eventRow(classroomId, first + index, event))
  for (let from = 0; from < rows.length; from += EVENTS_AT_ONCE)
    await tx
      .insertInto('classroom_event')
      .values(rows.slice(from, from + EVENTS_AT_ONCE))
      .execute()
}

/** The classrooms' rows; the only place that knows their columns. */
export const classroomRepo = (db: Db) => ({ ...reads(db), ...writes(db) })
export type ClassroomRepo = ReturnType<typeof classroomRepo>
