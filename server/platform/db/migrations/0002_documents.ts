import type { Kysely } from 'kysely'

/**
 * `bytea` on both engines: PostgreSQL has no `blob`, and SQLite keeps a blob a blob under any name.
 * The tables are typed in `platform/sync/tables.ts`.
 */
export const documents = {
  name: '0002_documents',
  up: async (db: Kysely<never>): Promise<void> => {
    const s = db.schema
    await s
      .createTable('doc_log')
      .addColumn('doc', 'text', (c) => c.notNull())
      .addColumn('first_seq', 'integer', (c) => c.notNull())
      .addColumn('last_seq', 'integer', (c) => c.notNull())
      .addColumn('first_at_ms', 'bigint', (c) => c.notNull())
      .addColumn('last_at_ms', 'bigint', (c) => c.notNull())
      .addColumn('bytes', 'bytea', (c) => c.notNull())
      .addColumn('checksum', 'bigint', (c) => c.notNull())
      // By its last number: "what comes after n" and "the last number" are one step in the index.
      .addPrimaryKeyConstraint('doc_log_key', ['doc', 'last_seq'])
      .execute()
    await s
      .createTable('doc_snapshot')
      .addColumn('doc', 'text', (c) => c.notNull())
      .addColumn('upto_seq', 'integer', (c) => c.notNull())
      .addColumn('state', 'bytea', (c) => c.notNull())
      .addColumn('checksum', 'bigint', (c) => c.notNull())
      .addColumn('made_at_ms', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('doc_snapshot_key', ['doc', 'upto_seq'])
      .execute()
    await s
      .createTable('doc_meta')
      .addColumn('doc', 'text', (c) => c.primaryKey())
      .addColumn('epoch', 'text', (c) => c.notNull())
      .addColumn('schema_version', 'integer', (c) => c.notNull())
      .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
      .execute()
    await s
      .createTable('doc_client')
      .addColumn('doc', 'text', (c) => c.notNull())
      .addColumn('client_id', 'bigint', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('doc_client_key', ['doc', 'client_id'])
      .execute()
    await s
      .createTable('doc_fence')
      .addColumn('doc', 'text', (c) => c.primaryKey())
      .addColumn('fence', 'bigint', (c) => c.notNull())
      .execute()
  },
}
