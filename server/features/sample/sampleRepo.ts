import type { Db } from '#server/platform/db/Db.ts'

export type SampleRepo = ReturnType<typeof sampleRepo>

/** What the loader must know about what is there, and how the sample goes away again. */
export const sampleRepo = (db: Db) => ({
  isLoaded: async (): Promise<boolean> =>
    (await db
      .selectFrom('lesson')
      .select('id')
      .where('is_sample', '=', 1)
      .limit(1)
      .executeTakeFirst()) !== undefined,

  takenLogins: async (): Promise<ReadonlySet<string>> => {
    const rows = await db.selectFrom('person').select('login').execute()
    return new Set(rows.map((row) => row.login.toLowerCase()))
  },

  /** Storage keys of the sample's slides and recordings. */
  fileKeys: async (): Promise<readonly string[]> => {
    const lessons = await db
      .selectFrom('lesson')
      .select(['id', 'slides_file_id'])
      .where('is_sample', '=', 1)
      .execute()
    const recordings = await db
      .selectFrom('recording')
      .innerJoin('lesson', 'lesson.id', 'recording.lesson_id')
      .select('recording.id')
      .where('lesson.is_sample', '=', 1)
      .execute()
    return [
      ...lessons.flatMap((lesson) =>
        lesson.slides_file_id === null
          ? []
          : [`slides/${lesson.slides_file_id}`, `slides-of/${lesson.slides_file_id}`],
      ),
      ...recordings.map((recording) => `recordings/${recording.id}`),
    ]
  },

  /**
   * Lessons, people and organisations of the sample. Whatever real work has grown on it stays: an
   * organisation in which somebody made a lesson of their own, or of which a real person is a
   * member, stops being sample instead of going.
   */
  removeAll: (): Promise<void> =>
    db.transaction().execute(async (trx) => {
      await trx.deleteFrom('lesson').where('is_sample', '=', 1).execute()
      await trx.deleteFrom('person').where('is_sample', '=', 1).execute()
      const orgs = await trx.selectFrom('org').select(['id', 'parent_id', 'is_sample']).execute()
      const lessons = await trx.selectFrom('lesson').select('group_id').execute()
      const members = await trx.selectFrom('membership').select('org_id').execute()
      const parents = new Map(orgs.map((org) => [org.id, org.parent_id]))
      const used = new Set<string>()
      for (const start of [...lessons.map((l) => l.group_id), ...members.map((m) => m.org_id)]) {
        for (let id: string | null = start; id !== null; id = parents.get(id) ?? null) used.add(id)
      }
      const isSample = orgs.filter((org) => org.is_sample === 1).map((org) => org.id)
      const kept = isSample.filter((id) => used.has(id))
      const gone = isSample.filter((id) => !used.has(id))
      if (kept.length > 0)
        await trx.updateTable('org').set({ is_sample: 0 }).where('id', 'in', kept).execute()
      if (gone.length > 0) await trx.deleteFrom('org').where('id', 'in', gone).execute()
    }),
})
