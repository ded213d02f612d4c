import type { Kysely } from 'kysely'

export interface ClassroomTables {
  /** `state` is the last classroomStateSchema value, kept beside the Y.Doc for restarts and lists. */
  classroom: {
    id: string
    lesson_id: string
    phase: string
    media_room: string
    opened_at: number
    started_at: number | null
    ended_ms: number | null
    state: string
  }
  classroom_event: {
    classroom_id: string
    seq: number
    at_ms: number
    actor_id: string | null
    actor_name: string | null
    data: string
  }
}

export const classrooms = {
  name: '0005_classrooms',
  up: async (db: Kysely<never>): Promise<void> => {
    const s = db.schema
    await s
      .createTable('classroom')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('lesson_id', 'text', (c) =>
        c.notNull().references('lesson.id').onDelete('cascade'),
      )
      .addColumn('phase', 'text', (c) => c.notNull())
      .addColumn('media_room', 'text', (c) => c.notNull())
      .addColumn('opened_at', 'bigint', (c) => c.notNull())
      .addColumn('started_at', 'bigint')
      .addColumn('ended_ms', 'bigint')
      .addColumn('state', 'text', (c) => c.notNull())
      .execute()
    await s
      .createIndex('classroom_by_lesson')
      .on('classroom')
      .columns(['lesson_id', 'opened_at'])
      .execute()
    await s
      .createTable('classroom_event')
      .addColumn('classroom_id', 'text', (c) =>
        c.notNull().references('classroom.id').onDelete('cascade'),
      )
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('at_ms', 'bigint', (c) => c.notNull())
      .addColumn('actor_id', 'text')
      .addColumn('actor_name', 'text')
      .addColumn('data', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('classroom_event_key', ['classroom_id', 'seq'])
      .execute()
  },
}
