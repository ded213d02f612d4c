import type { Db } from '#server/platform/db/Db.ts'
import { type ClassroomId, classroomIdSchema, type UserId } from '#shared/ids.ts'

/** Who is to be put out of a classroom's media room. */
export type PutOut = readonly UserId[] | 'everybody'

const EVERYBODY = ''
const personIds = (who: PutOut): readonly string[] => (who === 'everybody' ? [EVERYBODY] : who)

/** Removals that the media server has not done yet; the only place that knows their columns. */
export const removalRepo = (db: Db) => ({
  /** Kept until `untilMs`; who is kept already, until the later time. */
  keep: async (classroomId: ClassroomId, who: PutOut, untilMs: number): Promise<void> => {
    const ids = personIds(who)
    if (ids.length === 0) return
    await db
      .insertInto('media_removal')
      .values(ids.map((id) => ({ classroom_id: classroomId, person_id: id, until_at: untilMs })))
      .onConflict((conflict) =>
        conflict.columns(['classroom_id', 'person_id']).doUpdateSet({ until_at: untilMs }),
      )
      .execute()
  },

  done: async (classroomId: ClassroomId, who: PutOut): Promise<void> => {
    const kept = db.deleteFrom('media_removal').where('classroom_id', '=', classroomId)
    if (who === 'everybody') await kept.execute()
    else if (who.length > 0) await kept.where('person_id', 'in', who).execute()
  },

  /** By classroom, and forgets what is too old to be done. */
  pending: async (nowMs: number): Promise<ReadonlyMap<ClassroomId, PutOut>> => {
    await db.deleteFrom('media_removal').where('until_at', '<=', nowMs).execute()
    const rows = await db.selectFrom('media_removal').selectAll().execute()
    const pending = new Map<ClassroomId, PutOut>()
    for (const { classroom_id, person_id } of rows) {
      const classroomId = classroomIdSchema.parse(classroom_id)
      const before = pending.get(classroomId) ?? []
      const isEverybody = person_id === EVERYBODY || before === 'everybody'
      pending.set(classroomId, isEverybody ? 'everybody' : [...before, person_id as UserId])
    }
    return pending
  },
})
export type RemovalRepo = ReturnType<typeof removalRepo>
