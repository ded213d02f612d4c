import type { Kysely } from 'kysely'
import type { AccountTables } from './0001_accounts.ts'

export interface DisabledAccountTables {
  /** `disabled_at`: ms since 1970; null for whoever may sign in. */
  person: AccountTables['person'] & { disabled_at: number | null }
}

export const accountsDisabled = {
  name: '0009_accounts_disabled',
  up: async (db: Kysely<never>): Promise<void> => {
    await db.schema.alterTable('person').addColumn('disabled_at', 'bigint').execute()
  },
}
