import type { Kysely } from 'kysely'

export interface PlanTables {
  /** What lists and run-sheets read; projected from the Y.Docs, rebuilt at any time. */
  plan: {
    id: string
    lesson_id: string
    seed: string
    steps: string
    text: string
    characters: number
    threads: string
    comment_count: number
    open_questions: number
    projected_at: number
  }
}

export const plans = {
  name: '0004_plans',
  up: async (db: Kysely<never>): Promise<void> => {
    await db.schema
      .createTable('plan')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('lesson_id', 'text', (c) =>
        c.notNull().references('lesson.id').onDelete('cascade'),
      )
      .addColumn('seed', 'text', (c) => c.notNull().defaultTo('{}'))
      .addColumn('steps', 'text', (c) => c.notNull().defaultTo('[]'))
      .addColumn('text', 'text', (c) => c.notNull().defaultTo(''))
      .addColumn('characters', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('threads', 'text', (c) => c.notNull().defaultTo('[]'))
      .addColumn('comment_count', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('open_questions', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('projected_at', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
