import type { Kysely } from 'kysely'

export interface RecordingTables {
  recording: {
    id: string
    lesson_id: string
    classroom_id: string | null
    status: string
    created_at: number
    start_ms: number
    end_ms: number
    progress: number
    failure: string | null
    attempts: number
  }
  segment: {
    id: string
    recording_id: string
    site: string
    view: string
    person_id: string | null
    device_id: string
    start_ms: number
    end_ms: number | null
    mime: string
    slice_count: number | null
    closed: number
    levels: string
  }
  slice: { segment_id: string; number: number; bytes: number; sha256: string }
  part: {
    id: string
    recording_id: string
    site: string
    view: string
    person_id: string | null
    start_ms: number
    duration_ms: number
    mime: string
    bytes: number
    has_video: number
    file_key: string
  }
}

export const recordings = {
  name: '0006_recordings',
  up: async (db: Kysely<never>): Promise<void> => {
    const s = db.schema
    await s
      .createTable('recording')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('lesson_id', 'text', (c) =>
        c.notNull().references('lesson.id').onDelete('cascade'),
      )
      .addColumn('classroom_id', 'text', (c) => c.references('classroom.id').onDelete('set null'))
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('start_ms', 'bigint', (c) => c.notNull())
      .addColumn('end_ms', 'bigint', (c) => c.notNull())
      .addColumn('progress', 'real', (c) => c.notNull().defaultTo(0))
      .addColumn('failure', 'text')
      .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await s
      .createTable('segment')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('recording_id', 'text', (c) =>
        c.notNull().references('recording.id').onDelete('cascade'),
      )
      .addColumn('site', 'text', (c) => c.notNull())
      .addColumn('view', 'text', (c) => c.notNull())
      .addColumn('person_id', 'text')
      .addColumn('device_id', 'text', (c) => c.notNull())
      .addColumn('start_ms', 'bigint', (c) => c.notNull())
      .addColumn('end_ms', 'bigint')
      .addColumn('mime', 'text', (c) => c.notNull())
      .addColumn('slice_count', 'integer')
      .addColumn('closed', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('levels', 'text', (c) => c.notNull().defaultTo('[]'))
      .execute()
    await s
      .createTable('slice')
      .addColumn('segment_id', 'text', (c) =>
        c.notNull().references('segment.id').onDelete('cascade'),
      )
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('sha256', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('slice_key', ['segment_id', 'number'])
      .execute()
    await s
      .createTable('part')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('recording_id', 'text', (c) =>
        c.notNull().references('recording.id').onDelete('cascade'),
      )
      .addColumn('site', 'text', (c) => c.notNull())
      .addColumn('view', 'text', (c) => c.notNull())
      .addColumn('person_id', 'text')
      .addColumn('start_ms', 'bigint', (c) => c.notNull())
      .addColumn('duration_ms', 'bigint', (c) => c.notNull())
      .addColumn('mime', 'text', (c) => c.notNull())
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('has_video', 'integer', (c) => c.notNull())
      .addColumn('file_key', 'text', (c) => c.notNull())
      .execute()
  },
}
