import type { Kysely } from 'kysely'

export interface MediaRemovalTables {
  /** Whom the media server has yet to put out of a classroom; '' is everybody. `until_at` in ms since 1970. */
  media_removal: { classroom_id: string; person_id: string; until_at: number }
}

export const mediaRemovals = {
  name: '0015_media_removals',
  up: async (db: Kysely<never>): Promise<void> => {
    await db.schema
      .createTable('media_removal')
      .addColumn('classroom_id', 'text', (c) =>
        c.notNull().references('classroom.id').onDelete('cascade'),
      )
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('until_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('media_removal_key', ['classroom_id', 'person_id'])
      .execute()
  },
}
