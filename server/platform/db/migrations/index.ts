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
import { planVersions } from './0010_plan_versions.ts'
import { order } from './0011_order.ts'
import { classroomNodes } from './0012_classroom_nodes.ts'
import { deviceChecks } from './0013_device_checks.ts'
import { followed } from './0014_followed.ts'
import { mediaRemovals } from './0015_media_removals.ts'
import { fenceLastSeq } from './0016_fence_last_seq.ts'
import { projectionFences } from './0017_projection_fences.ts'

export type SchemaStep = { readonly name: string; up(db: Kysely<never>): Promise<void> }

/**
 * The studio's tables. In order; what has landed is never edited, only followed by another. The
 * documents' numbers come from the same count: on PostgreSQL both stand in one database.
 */
export const migrations: readonly SchemaStep[] = [
  accounts,
  lessons,
  plans,
  classrooms,
  recordings,
  study,
  shares,
  accountsDisabled,
  planVersions,
  order,
  classroomNodes,
  deviceChecks,
  mediaRemovals,
  projectionFences,
]

/** The documents' tables, which on SQLite have a file of their own. */
export const documentMigrations: readonly SchemaStep[] = [documents, followed, fenceLastSeq]

/** Both in one database, in the order of their numbers. */
export const postgresMigrations: readonly SchemaStep[] = [
  ...migrations,
  ...documentMigrations,
].sort((a, b) => (a.name < b.name ? -1 : 1))
