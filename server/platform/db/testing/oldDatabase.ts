import { Kysely, sql } from 'kysely'
import { migrate } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import { openSqlite } from '../sqlite.ts'

/** The newest step it has had: what comes after it rewrites every line of the activity. */
const LAST_STEP = '0008_shares'

/** A database of an earlier release with `lines` lines of activity, of a school that has used it for years. */
export const oldDatabase = async (file: string, lines: number): Promise<void> => {
  const db = new Kysely<never>({ dialect: openSqlite(file) })
  try {
    const end = migrations.findIndex(({ name }) => name === LAST_STEP) + 1
    await migrate(db, migrations.slice(0, end))
    // Whose lines they are is nothing to the migration.
    await sql`pragma foreign_keys = off`.execute(db)
    await sql`
      insert into org (id, parent_id, kind, name, settings, is_sample)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
      select 'org-' || i, null, 'group', '备课组 ' || i, '{}', 0 from n`.execute(db)
    await sql`
      insert into activity (id, group_id, lesson_id, at, actor_id, kind, detail)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${lines})
      select 'line-' || i, 'org-' || i % 500, 'lesson-' || i % 300, i, 'person-' || i % 40, 'plan.edited',
        '第 ' || i || ' 次修改，写在这里的话要一字不少地留下来' from n`.execute(db)
  } finally {
    await db.destroy()
  }
}
