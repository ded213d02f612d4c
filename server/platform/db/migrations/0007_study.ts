import type { Kysely } from 'kysely'

export interface StudyTables {
  mark: {
    id: string
    recording_id: string
    author_id: string
    start_ms: number
    end_ms: number
    site: string | null
    text: string
    reply_to: string | null
    resolved: number
    created_at: number
  }
  pass: {
    id: string
    recording_id: string
    coder_id: string
    scheme: string
    delta_ms: number
    points: string
    covered_ms: number
    finished: number
    updated_at: number
  }
}

export const study = {
  name: '0007_study',
  up: async (db: Kysely<never>): Promise<void> => {
    const s = db.schema
    await s
      .createTable('mark')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('recording_id', 'text', (c) =>
        c.notNull().references('recording.id').onDelete('cascade'),
      )
      .addColumn('author_id', 'text', (c) => c.notNull())
      .addColumn('start_ms', 'bigint', (c) => c.notNull())
      .addColumn('end_ms', 'bigint', (c) => c.notNull())
      .addColumn('site', 'text')
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('reply_to', 'text')
      .addColumn('resolved', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await s
      .createIndex('mark_by_recording')
      .on('mark')
      .columns(['recording_id', 'start_ms'])
      .execute()
    await s
      .createTable('pass')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('recording_id', 'text', (c) =>
        c.notNull().references('recording.id').onDelete('cascade'),
      )
      .addColumn('coder_id', 'text', (c) => c.notNull())
      .addColumn('scheme', 'text', (c) => c.notNull())
      .addColumn('delta_ms', 'integer', (c) => c.notNull())
      .addColumn('points', 'text', (c) => c.notNull())
      .addColumn('covered_ms', 'bigint', (c) => c.notNull())
      .addColumn('finished', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('pass_once', ['recording_id', 'coder_id', 'scheme'])
      .execute()
  },
}
