import type { Kysely } from 'kysely'

export interface AccountTables {
  org: {
    id: string
    parent_id: string | null
    kind: 'district' | 'school' | 'group'
    name: string
    settings: string
    is_sample: number
  }
  person: {
    id: string
    login: string
    name: string
    hue: string
    password_hash: string
    is_admin: number
    failed_count: number
    locked_until: number | null
    is_sample: number
    created_at: number
  }
  membership: { person_id: string; org_id: string; role: string }
  /** Signed-in browsers; only the token's hash is kept. Times in ms since 1970. */
  session: {
    token_hash: string
    person_id: string
    created_at: number
    seen_at: number
    expires_at: number
  }
  /** One row per fact of the installation itself, e.g. the setup link's hash. */
  setting: { key: string; value: string }
}

export const accounts = {
  name: '0001_accounts',
  up: async (db: Kysely<never>): Promise<void> => {
    const s = db.schema
    await s
      .createTable('org')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('parent_id', 'text', (c) => c.references('org.id').onDelete('cascade'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('settings', 'text', (c) => c.notNull().defaultTo('{}'))
      .addColumn('is_sample', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await s
      .createTable('person')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('login', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('hue', 'text', (c) => c.notNull())
      .addColumn('password_hash', 'text', (c) => c.notNull())
      .addColumn('is_admin', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('failed_count', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('locked_until', 'bigint')
      .addColumn('is_sample', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
    await s
      .createTable('membership')
      .addColumn('person_id', 'text', (c) =>
        c.notNull().references('person.id').onDelete('cascade'),
      )
      .addColumn('org_id', 'text', (c) => c.notNull().references('org.id').onDelete('cascade'))
      .addColumn('role', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('membership_key', ['person_id', 'org_id'])
      .execute()
    await s
      .createTable('session')
      .addColumn('token_hash', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) =>
        c.notNull().references('person.id').onDelete('cascade'),
      )
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('seen_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute()
    await s
      .createTable('setting')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute()
  },
}
