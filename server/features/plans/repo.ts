import type { Updateable } from 'kysely'
import type { Db } from '#server/platform/db/Db.ts'
import type { ProjectionFenceTables } from '#server/platform/db/migrations/0017_projection_fences.ts'
import { writeDerived } from '#server/platform/db/writeDerived.ts'
import type { PlanSummary } from '#server/platform/ports/LessonAccess.ts'
import type { LessonId, PlanId } from '#shared/ids.ts'
import type { PlanStep } from '#shared/lessons/model.ts'
import type { Thread } from '#shared/plans/comments.ts'
import type { PlanOutline } from '#shared/plans/outline.ts'
import type { PlanSeed } from '#shared/plans/seed.ts'

export type PlanRecord = PlanOutline & {
  readonly planId: PlanId
  readonly lessonId: LessonId
  readonly seed: PlanSeed
  readonly threads: readonly Thread[]
}

export type CommentCounts = { readonly commentCount: number; readonly openQuestions: number }

type Columns = {
  readonly id: string
  readonly lesson_id: string
  readonly seed: string
  readonly steps: string
  readonly text: string
  readonly characters: number
  readonly threads: string
}

const recordOf = (row: Columns): PlanRecord => ({
  planId: row.id as PlanId,
  lessonId: row.lesson_id as LessonId,
  seed: JSON.parse(row.seed) as PlanSeed,
  steps: JSON.parse(row.steps) as PlanStep[],
  text: row.text,
  characters: row.characters,
  threads: JSON.parse(row.threads) as Thread[],
})

/** When a projection is made, and under which number its document is owned (`DocOwner.projection`). */
type Told = { readonly nowMs: number; readonly fence: number }

/** False, and nothing written, when an owner under a later number has told already. */
const project = async (
  db: Db,
  planId: PlanId,
  row: Updateable<ProjectionFenceTables['plan']>,
  told: Told & { readonly column: 'outline_fence' | 'threads_fence' },
): Promise<boolean> => {
  const { nowMs, fence, column } = told
  let isWritten = false
  await writeDerived(db, async (own) => {
    const update = own
      .updateTable('plan')
      .set({ ...row, projected_at: nowMs, [column]: fence })
      .where('id', '=', planId)
    const ofOwner = fence === 0 ? update : update.where(column, '<=', fence)
    isWritten = (await ofOwner.executeTakeFirst()).numUpdatedRows > 0n
  })
  return isWritten
}

/** What lists read of plans. Everything but the seed is projected and can be made anew. */
export const planRepo = (db: Db) => ({
  insert: async (plan: Omit<PlanRecord, 'threads'>, nowMs: number): Promise<void> => {
    await db
      .insertInto('plan')
      .values({
        id: plan.planId,
        lesson_id: plan.lessonId,
        seed: JSON.stringify(plan.seed),
        steps: JSON.stringify(plan.steps),
        text: plan.text,
        characters: plan.characters,
        threads: '[]',
        comment_count: 0,
        open_questions: 0,
        projected_at: nowMs,
      })
      .onConflict((c) => c.column('id').doNothing())
      .execute()
  },

  find: async (planId: PlanId): Promise<PlanRecord | null> => {
    const row = await db.selectFrom('plan').selectAll().where('id', '=', planId).executeTakeFirst()
    return row ? recordOf(row) : null
  },

  summaries: async (planIds: readonly PlanId[]): Promise<ReadonlyMap<PlanId, PlanSummary>> => {
    if (planIds.length === 0) return new Map()
    const rows = await db
      .selectFrom('plan')
      .select(['id', 'steps', 'characters', 'comment_count', 'open_questions'])
      .where('id', 'in', [...planIds])
      .execute()
    return new Map(
      rows.map((row) => [
        row.id as PlanId,
        {
          steps: JSON.parse(row.steps) as PlanStep[],
          commentCount: row.comment_count,
          openQuestions: row.open_questions,
          characters: row.characters,
        },
      ]),
    )
  },

  saveOutline: (planId: PlanId, outline: PlanOutline, told: Told): Promise<boolean> => {
    const row = {
      steps: JSON.stringify(outline.steps),
      text: outline.text,
      characters: outline.characters,
    }
    return project(db, planId, row, { ...told, column: 'outline_fence' })
  },

  saveThreads: (
    planId: PlanId,
    threads: readonly Thread[],
    counts: CommentCounts,
    told: Told,
  ): Promise<boolean> => {
    const row = {
      threads: JSON.stringify(threads),
      comment_count: counts.commentCount,
      open_questions: counts.openQuestions,
    }
    return project(db, planId, row, { ...told, column: 'threads_fence' })
  },
})

export type PlanRepo = ReturnType<typeof planRepo>
