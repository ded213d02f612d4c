import { Kysely } from 'kysely'
import type { DocumentTables } from '../sync/tables.ts'
import { migrate } from './migrate.ts'
import type { AccountTables } from './migrations/0001_accounts.ts'
import type { LessonTables } from './migrations/0003_lessons.ts'
import type { PlanTables } from './migrations/0004_plans.ts'
import type { ClassroomTables } from './migrations/0005_classrooms.ts'
import type { RecordingTables } from './migrations/0006_recordings.ts'
import type { StudyTables } from './migrations/0007_study.ts'
import type { ShareTables } from './migrations/0008_shares.ts'
import type { DisabledAccountTables } from './migrations/0009_accounts_disabled.ts'
import type { DeviceCheckTables } from './migrations/0012_device_checks.ts'
import { openSqlite } from './sqlite.ts'

export interface Tables
  extends Omit<AccountTables, 'person'>,
    DisabledAccountTables,
    DocumentTables,
    LessonTables,
    PlanTables,
    ClassroomTables,
    RecordingTables,
    StudyTables,
    ShareTables,
    DeviceCheckTables {}

/** Every slice's tables; a repo is the only place that knows their columns. */
export type Db = Kysely<Tables>

/** Opens and migrates. `:memory:` for tests. */
export const openDb = async (file: string): Promise<Db> => {
  const db: Db = new Kysely<Tables>({ dialect: openSqlite(file) })
  await migrate(db)
  return db
}
