import { Kysely } from 'kysely'
import { migrate } from './migrate.ts'
import type { AccountTables } from './migrations/0001_accounts.ts'
import type { LessonTables } from './migrations/0003_lessons.ts'
import type { PlanTables } from './migrations/0004_plans.ts'
import type { ClassroomTables } from './migrations/0005_classrooms.ts'
import type { RecordingTables } from './migrations/0006_recordings.ts'
import type { StudyTables } from './migrations/0007_study.ts'
import type { ShareTables } from './migrations/0008_shares.ts'
import type { DisabledAccountTables } from './migrations/0009_accounts_disabled.ts'
import type { PlanVersionTables } from './migrations/0010_plan_versions.ts'
import { migrations } from './migrations/index.ts'
import { refuseOldTables } from './refuseOldTables.ts'
import { openSqlite } from './sqlite.ts'

export interface Tables
  extends Omit<AccountTables, 'person'>,
    DisabledAccountTables,
    LessonTables,
    PlanTables,
    PlanVersionTables,
    ClassroomTables,
    RecordingTables,
    StudyTables,
    ShareTables {}

/** Every slice's tables; a repo is the only place that knows their columns. */
export type Db = Kysely<Tables>

/** Opens and migrates. `:memory:` for tests. Throws `StartRefusal` for a database of before the first release. */
export const openDb = async (file: string): Promise<Db> => {
  const db: Db = new Kysely<Tables>({ dialect: openSqlite(file) })
  await refuseOldTables(db, file)
  await migrate(db, migrations)
  return db
}
