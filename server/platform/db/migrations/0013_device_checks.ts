import type { Kysely } from 'kysely'

export interface DeviceCheckTables {
  /** The last check of a person for a lesson; `at` in ms since 1970. */
  device_check: {
    lesson_id: string
    person_id: string
    at: number
    camera: string
    microphone: string
    network: string
  }
}

export const deviceChecks = {
  name: '0013_device_checks',
  up: async (db: Kysely<never>): Promise<void> => {
    await db.schema
      .createTable('device_check')
      .addColumn('lesson_id', 'text', (c) =>
        c.notNull().references('lesson.id').onDelete('cascade'),
      )
      .addColumn('person_id', 'text', (c) =>
        c.notNull().references('person.id').onDelete('cascade'),
      )
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('camera', 'text', (c) => c.notNull())
      .addColumn('microphone', 'text', (c) => c.notNull())
      .addColumn('network', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('device_check_key', ['lesson_id', 'person_id'])
      .execute()
  },
}
