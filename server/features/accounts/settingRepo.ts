import type { Db } from '#server/platform/db/Db.ts'

/** Facts of the installation itself; the only place that knows `setting`'s columns. */
export const settingRepo = (db: Db) => ({
  read: async (key: string): Promise<string | null> => {
    const row = await db
      .selectFrom('setting')
      .select('value')
      .where('key', '=', key)
      .executeTakeFirst()
    return row?.value ?? null
  },
  write: async (key: string, value: string): Promise<void> => {
    await db
      .insertInto('setting')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute()
  },
  /** Leaves what is there already. */
  writeOnce: async (key: string, value: string): Promise<void> => {
    await db
      .insertInto('setting')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute()
  },
  /** False when there was nothing to remove: of two takers only one gets true. */
  take: async (key: string, value: string): Promise<boolean> => {
    const { numDeletedRows } = await db
      .deleteFrom('setting')
      .where('key', '=', key)
      .where('value', '=', value)
      .executeTakeFirst()
    return numDeletedRows > 0n
  },
  remove: async (key: string): Promise<void> => {
    await db.deleteFrom('setting').where('key', '=', key).execute()
  },
})
export type SettingRepo = ReturnType<typeof settingRepo>
