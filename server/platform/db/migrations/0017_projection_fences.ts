import type { Generated, Kysely } from 'kysely'
import type { PlanTables } from './0004_plans.ts'

export interface ProjectionFenceTables {
  /**
   * The numbers under which the two documents were owned by whoever told last what they say: an
   * owner of before, who tells late, is passed over.
   */
  plan: PlanTables['plan'] & { outline_fence: Generated<number>; threads_fence: Generated<number> }
}

export const projectionFences = {
  name: '0017_projection_fences',
  up: async (db: Kysely<never>): Promise<void> => {
    for (const column of ['outline_fence', 'threads_fence'])
      await db.schema
        .alterTable('plan')
        .addColumn(column, 'bigint', (c) => c.notNull().defaultTo(0))
        .execute()
  },
}
