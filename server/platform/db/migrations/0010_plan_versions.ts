import type { Kysely } from 'kysely'

export interface PlanVersionTables {
  /** A plan whole, as it was at one number of its log. Never changed after it is complete. */
  plan_version: {
    id: string
    plan_id: string
    /** `named` or `beforeRestore`; `pruned` was the latter, its bytes are gone and no list shows it. */
    kind: string
    label: string
    note: string
    author_id: string | null
    at: number
    upto_seq: number
    /** The latest time of all updates in it; a state at a later time may be built on it. */
    upto_ms: number
    /** One Yjs update (v1). */
    state: Uint8Array
    /** SHA-256 of `state`, hexadecimal. */
    checksum: string
    steps: number
    /** Minutes may be halves, so they are counted in halves. */
    half_minutes: number
    characters: number
    /** `beforeRestore`: the version that was gone back to, and the Yjs client id of that edit. */
    restored_id: string | null
    restore_client: number | null
  }
}

export const planVersions = {
  name: '0010_plan_versions',
  up: async (db: Kysely<never>): Promise<void> => {
    await db.schema
      .createTable('plan_version')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plan.id').onDelete('cascade'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('note', 'text', (c) => c.notNull())
      .addColumn('author_id', 'text')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('upto_seq', 'bigint', (c) => c.notNull())
      .addColumn('upto_ms', 'bigint', (c) => c.notNull())
      .addColumn('state', 'bytea', (c) => c.notNull())
      .addColumn('checksum', 'text', (c) => c.notNull())
      .addColumn('steps', 'integer', (c) => c.notNull())
      .addColumn('half_minutes', 'integer', (c) => c.notNull())
      .addColumn('characters', 'integer', (c) => c.notNull())
      .addColumn('restored_id', 'text')
      .addColumn('restore_client', 'bigint')
      .execute()
    await db.schema
      .createIndex('plan_version_by_seq')
      .on('plan_version')
      .columns(['plan_id', 'upto_seq'])
      .execute()
  },
}
