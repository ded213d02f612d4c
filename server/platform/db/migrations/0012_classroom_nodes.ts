import { type Generated, type Kysely, sql } from 'kysely'
import type { ClassroomTables } from './0005_classrooms.ts'

export interface ClassroomNodeTables {
  /**
   * `version` rises with every change, so that of two nodes that change at once the later one looks
   * again. `devices` is what joined devices said of themselves.
   */
  classroom: ClassroomTables['classroom'] & {
    version: Generated<number>
    devices: Generated<string>
  }
}

export const classroomNodes = {
  name: '0012_classroom_nodes',
  up: async (db: Kysely<never>): Promise<void> => {
    await db.schema
      .alterTable('classroom')
      .addColumn('version', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema
      .alterTable('classroom')
      .addColumn('devices', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    // Two teachers who open one lesson's classroom at once, on two nodes, meet in one.
    await db.schema
      .createIndex('classroom_open')
      .unique()
      .on('classroom')
      .column('lesson_id')
      .where(sql.ref('phase'), '!=', 'ended')
      .execute()
  },
}
