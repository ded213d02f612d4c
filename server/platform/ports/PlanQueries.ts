import type { PlanId, UserId } from '#shared/ids.ts'
import type { PlanStep } from '#shared/lessons/model.ts'
import type { CommentKind, Thread } from '#shared/plans/comments.ts'
import type { LessonParts, PlanSummary } from './LessonAccess.ts'

/** What other slices may ask of plans. */
export type PlanQueries = {
  keepSeed: LessonParts['keepSeed']
  create: LessonParts['createPlan']
  summaries(planIds: readonly PlanId[]): Promise<ReadonlyMap<PlanId, PlanSummary>>
  /** Read from the document itself, as it is this moment. */
  steps(planId: PlanId): Promise<readonly PlanStep[]>
  threads(planId: PlanId): Promise<readonly Thread[]>
  /** The sample's threads: each hangs on the first place its quote stands. */
  seedThreads(planId: PlanId, threads: readonly SeedThread[]): Promise<void>
}

export type SeedThread = {
  readonly quote: string
  readonly kind: CommentKind
  readonly resolvedBy: UserId | null
  readonly messages: readonly {
    readonly authorId: UserId
    readonly authorName: string
    readonly atMs: number
    readonly text: string
  }[]
}
