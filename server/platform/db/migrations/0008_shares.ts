import type { Kysely } from 'kysely'

export interface ShareTables {
  share: {
    id: string
    lesson_id: string
    token_hash: string
    parts: string
    created_by: string
    created_at: number
    expires_at: number
    revoked_at: number | null
    views: number
  }
  /** A guest's browser; only the cookie's hash is kept. */
  guest: { token_hash: string; share_id: string; created_at: number }
}

export const shares = {
  name: '0008_shares',
  up: async (db: Kysely<never>): Promise<void> => {
    const s = db.schema
    await s
      .createTable('share')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('lesson_id', 'text', (c) =>
        c.notNull().references('lesson.id').onDelete('cascade'),
      )
      .addColumn('token_hash', 'text', (c) => c.notNull().unique())
      .addColumn('parts', 'text', (c) => c.notNull())
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint')
      .addColumn('views', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await s
      .createTable('guest')
      .addColumn('token_hash', 'text', (c) => c.primaryKey())
      .addColumn('share_id', 'text', (c) => c.notNull().references('share.id').onDelete('cascade'))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
  },
}
