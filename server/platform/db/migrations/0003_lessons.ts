import type { Kysely } from 'kysely'

export interface LessonTables {
  lesson: {
    id: string
    group_id: string
    plan_id: string
    title: string
    subject: string
    grade: string
    unit: string
    length_min: number
    stage: string
    starts_at: number | null
    created_by: string | null
    created_at: number
    updated_at: number
    is_sample: number
    slides_file_id: string | null
    slides_name: string | null
    slides_pages: number | null
    slides_bytes: number | null
  }
  lesson_site: {
    lesson_id: string
    site: 'near' | 'far'
    school: string
    school_id: string | null
    class_name: string
    headcount: number
    teacher_id: string | null
  }
  lesson_member: { lesson_id: string; person_id: string; role: string }
  activity: {
    id: string
    group_id: string
    lesson_id: string
    actor_id: string | null
    kind: string
    at: number
    detail: string
  }
}

export const lessons = {
  name: '0003_lessons',
  up: async (db: Kysely<never>): Promise<void> => {
    const s = db.schema
    await s
      .createTable('lesson')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('group_id', 'text', (c) => c.notNull().references('org.id').onDelete('cascade'))
      .addColumn('plan_id', 'text', (c) => c.notNull().unique())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('grade', 'text', (c) => c.notNull())
      .addColumn('unit', 'text', (c) => c.notNull())
      .addColumn('length_min', 'integer', (c) => c.notNull())
      .addColumn('stage', 'text', (c) => c.notNull())
      .addColumn('starts_at', 'bigint')
      .addColumn('created_by', 'text', (c) => c.references('person.id').onDelete('set null'))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addColumn('is_sample', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('slides_file_id', 'text')
      .addColumn('slides_name', 'text')
      .addColumn('slides_pages', 'integer')
      .addColumn('slides_bytes', 'bigint')
      .execute()
    await s.createIndex('lesson_by_group').on('lesson').columns(['group_id', 'starts_at']).execute()
    await s
      .createTable('lesson_site')
      .addColumn('lesson_id', 'text', (c) =>
        c.notNull().references('lesson.id').onDelete('cascade'),
      )
      .addColumn('site', 'text', (c) => c.notNull())
      .addColumn('school', 'text', (c) => c.notNull())
      .addColumn('school_id', 'text', (c) => c.references('org.id').onDelete('set null'))
      .addColumn('class_name', 'text', (c) => c.notNull())
      .addColumn('headcount', 'integer', (c) => c.notNull())
      .addColumn('teacher_id', 'text', (c) => c.references('person.id').onDelete('set null'))
      .addPrimaryKeyConstraint('lesson_site_key', ['lesson_id', 'site'])
      .execute()
    await s
      .createTable('lesson_member')
      .addColumn('lesson_id', 'text', (c) =>
        c.notNull().references('lesson.id').onDelete('cascade'),
      )
      .addColumn('person_id', 'text', (c) =>
        c.notNull().references('person.id').onDelete('cascade'),
      )
      .addColumn('role', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('lesson_member_key', ['lesson_id', 'person_id'])
      .execute()
    await s
      .createTable('activity')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('group_id', 'text', (c) => c.notNull())
      .addColumn('lesson_id', 'text', (c) =>
        c.notNull().references('lesson.id').onDelete('cascade'),
      )
      .addColumn('actor_id', 'text')
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .execute()
    await s.createIndex('activity_by_group').on('activity').columns(['group_id', 'at']).execute()
  },
}
