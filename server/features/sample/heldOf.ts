import type { Db } from '#server/platform/db/Db.ts'
import type { LessonId, UserId } from '#shared/ids.ts'
import { type DocName, docName } from '#shared/sync/docName.ts'

/** What somebody may have open because of the sample, and who of it may have anything open. */
export const heldOf = async (
  db: Db,
): Promise<{
  readonly lessonIds: readonly LessonId[]
  readonly docs: readonly DocName[]
  readonly userIds: readonly UserId[]
}> => {
  const lessons = await db
    .selectFrom('lesson')
    .select(['id', 'plan_id'])
    .where('is_sample', '=', 1)
    .execute()
  const classrooms = await db
    .selectFrom('classroom')
    .innerJoin('lesson', 'lesson.id', 'classroom.lesson_id')
    .select('classroom.id')
    .where('lesson.is_sample', '=', 1)
    .execute()
  const people = await db.selectFrom('person').select('id').where('is_sample', '=', 1).execute()
  return {
    lessonIds: lessons.map(({ id }) => id as LessonId),
    docs: [
      ...lessons.flatMap(({ plan_id: id }) => [docName('plan', id), docName('comments', id)]),
      ...classrooms.map(({ id }) => docName('classroom', id)),
    ],
    userIds: people.map(({ id }) => id as UserId),
  }
}
