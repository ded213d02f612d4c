import { instant } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import type { LessonId, UserId } from '#shared/ids.ts'
import { type DeviceCheck, type DeviceFindings, deviceCheckSchema } from '#shared/lessons/model.ts'

/** Teachers' device checks, one per person and lesson; the only place that knows the columns. */
export const checkRepo = (db: Db) => ({
  save: async (
    lessonId: LessonId,
    userId: UserId,
    found: DeviceFindings,
    atMs: number,
  ): Promise<void> => {
    const result = { ...found, at: atMs }
    await db
      .insertInto('device_check')
      .values({ lesson_id: lessonId, person_id: userId, ...result })
      .onConflict((conflict) => conflict.columns(['lesson_id', 'person_id']).doUpdateSet(result))
      .execute()
  },

  ofLesson: async (lessonId: LessonId): Promise<readonly DeviceCheck[]> => {
    const rows = await db
      .selectFrom('device_check')
      .select(['person_id', 'at', 'camera', 'microphone', 'network'])
      .where('lesson_id', '=', lessonId)
      .execute()
    return rows.map(({ person_id: userId, at, ...found }) =>
      deviceCheckSchema.parse({ ...found, userId, at: instant(Number(at)) }),
    )
  },
})
export type CheckRepo = ReturnType<typeof checkRepo>
