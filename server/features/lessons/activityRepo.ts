import { type ExpressionBuilder, type Selectable, sql } from 'kysely'
import type { Db, Tables } from '#server/platform/db/Db.ts'
import type { LessonId, OrgId, UserId } from '#shared/ids.ts'
import { type ActivityKind, activityKindSchema } from '#shared/lessons/model.ts'

export type ActivityRecord = {
  readonly id: string
  readonly groupId: OrgId
  readonly lessonId: LessonId
  readonly actorId: UserId | null
  readonly kind: ActivityKind
  readonly atMs: number
  readonly detail: string
}

const recordOf = (row: Selectable<Tables['activity']>): ActivityRecord => ({
  id: row.id,
  groupId: row.group_id as OrgId,
  lessonId: row.lesson_id as LessonId,
  actorId: row.actor_id as UserId | null,
  kind: activityKindSchema.parse(row.kind),
  atMs: row.at,
  detail: row.detail,
})

/** One more than the lesson's last line has. */
const nextOf = (values: ExpressionBuilder<Tables, 'activity'>, lessonId: LessonId) =>
  values
    .selectFrom('activity')
    .where('lesson_id', '=', lessonId)
    .select(({ fn, lit }) => sql<number>`${fn.coalesce(fn.max('nth'), lit(0))} + 1`.as('nth'))

/** Who did what when, newest first; the only place that knows `activity`'s columns. */
export const activityRepo = (db: Db) => ({
  insert: async (line: ActivityRecord): Promise<void> => {
    await db
      .insertInto('activity')
      .values((values) => ({
        id: line.id,
        group_id: line.groupId,
        lesson_id: line.lessonId,
        actor_id: line.actorId,
        kind: line.kind,
        at: line.atMs,
        detail: line.detail,
        nth: nextOf(values, line.lessonId),
      }))
      .execute()
  },
  renew: async (id: string, detail: string, atMs: number): Promise<void> => {
    await db.updateTable('activity').set({ detail, at: atMs }).where('id', '=', id).execute()
  },
  /** This person's latest line of one kind on a lesson. */
  latestOf: async (
    line: Pick<ActivityRecord, 'lessonId' | 'actorId' | 'kind'>,
  ): Promise<ActivityRecord | null> => {
    const row = await db
      .selectFrom('activity')
      .selectAll()
      .where('lesson_id', '=', line.lessonId)
      .where('kind', '=', line.kind)
      .where('actor_id', line.actorId === null ? 'is' : '=', line.actorId)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row ? recordOf(row) : null
  },
  ofLessons: async (
    lessonIds: readonly LessonId[],
    limit: number,
  ): Promise<readonly ActivityRecord[]> => {
    if (lessonIds.length === 0) return []
    const rows = await db
      .selectFrom('activity')
      .selectAll()
      .where('lesson_id', 'in', lessonIds)
      .orderBy('at', 'desc')
      // Of one moment: what was written last comes first.
      .orderBy('nth', 'desc')
      .limit(limit)
      .execute()
    return rows.map(recordOf)
  },
})
export type ActivityRepo = ReturnType<typeof activityRepo>
