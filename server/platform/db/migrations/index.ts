import type { Kysely } from 'kysely'
import { accounts } from './0001_accounts.ts'
import { documents } from './0002_documents.ts'
import { lessons } from './0003_lessons.ts'
import { plans } from './0004_plans.ts'
import { classrooms } from './0005_classrooms.ts'
import { recordings } from './0006_recordings.ts'
import { study } from './0007_study.ts'
import { shares } from './0008_shares.ts'
import { accountsDisabled } from './0009_accounts_disabled.ts'
import { deviceChecks } from './0012_device_checks.ts'

export type SchemaStep = { readonly name: string; up(db: Kysely<never>): Promise<void> }

/** In order; what has landed is never edited, only followed by another. */
export const migrations: readonly SchemaStep[] = [
  accounts,
  documents,
  lessons,
  plans,
  classrooms,
  recordings,
  study,
  shares,
  accountsDisabled,
  deviceChecks,
]
