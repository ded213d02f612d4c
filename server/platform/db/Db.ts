import { HandleEmptyInListsPlugin, Kysely, replaceWithNoncontingentExpression, sql } from 'kysely'
import type { DocumentTables } from '../sync/tables.ts'
import { migrate } from './migrate.ts'
import type { AccountTables } from './migrations/0001_accounts.ts'
import type { LessonTables } from './migrations/0003_lessons.ts'
import type { ClassroomTables } from './migrations/0005_classrooms.ts'
import type { RecordingTables } from './migrations/0006_recordings.ts'
import type { StudyTables } from './migrations/0007_study.ts'
import type { ShareTables } from './migrations/0008_shares.ts'
import type { DisabledAccountTables } from './migrations/0009_accounts_disabled.ts'
import type { PlanVersionTables } from './migrations/0010_plan_versions.ts'
import type { OrderColumns } from './migrations/0011_order.ts'
import type { ClassroomNodeTables } from './migrations/0012_classroom_nodes.ts'
import type { DeviceCheckTables } from './migrations/0013_device_checks.ts'
import type { MediaRemovalTables } from './migrations/0015_media_removals.ts'
import type { ProjectionFenceTables } from './migrations/0017_projection_fences.ts'
import { migrations, postgresMigrations } from './migrations/index.ts'
import { openPostgres, type PostgresSettings } from './postgres.ts'
import { refuseOldTables } from './refuseOldTables.ts'
import { openSqlite } from './sqlite.ts'

export interface Tables
  extends Omit<AccountTables, 'person' | 'org'>,
    DisabledAccountTables,
    Omit<LessonTables, 'activity'>,
    ProjectionFenceTables,
    PlanVersionTables,
    Omit<ClassroomTables, 'classroom'>,
    ClassroomNodeTables,
    RecordingTables,
    StudyTables,
    ShareTables,
    DeviceCheckTables,
    MediaRemovalTables {
  org: AccountTables['org'] & OrderColumns
  activity: LessonTables['activity'] & OrderColumns
}

/** Every slice's tables; a repo is the only place that knows their columns. */
export type Db = Kysely<Tables>

/** `in ()` is an error to PostgreSQL and nothing to SQLite: here it is "none of them" on both. */
const plugins = [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })]

/** Opens and migrates. `:memory:` for tests. Throws `StartRefusal` for a database of before the first release. */
export const openDb = async (file: string): Promise<Db> => {
  const db: Db = new Kysely<Tables>({ dialect: openSqlite(file), plugins })
  await refuseOldTables(db, file)
  await migrate(db, migrations)
  return db
}

type Server = Omit<PostgresSettings, 'isSerial'>

/** Kysely closes the connections of a database only when it was asked something. */
const used = async <Any>(db: Kysely<Any>): Promise<Kysely<Any>> => {
  await sql`select 1`.execute(db)
  return db
}

/** The same tables on a PostgreSQL that all nodes share. Throws `StartRefusal`. */
export const openPostgresDb = async (server: Server): Promise<Db> => {
  const patient = await openPostgres({ ...server, poolSize: 1, isSerial: true, patience: null })
  const migrating: Db = new Kysely<Tables>({ dialect: patient, plugins })
  try {
    await migrate(migrating, postgresMigrations)
  } finally {
    await migrating.destroy()
  }
  const dialect = await openPostgres({ ...server, isSerial: true })
  return used(new Kysely<Tables>({ dialect, plugins }))
}

/**
 * The documents' tables of a database that is up to date already. With connections of their own:
 * a slow list must not keep a keystroke waiting.
 */
export const openPostgresDocuments = async (server: Server): Promise<Kysely<DocumentTables>> =>
  used(new Kysely({ dialect: await openPostgres({ ...server, isSerial: false }) }))
