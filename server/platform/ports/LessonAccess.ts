import type { Db } from '#server/platform/db/Db.ts'
import type { Actor } from '#shared/access/actor.ts'
import type { ClassroomId, LessonId, PlanId, UserId } from '#shared/ids.ts'
import type { Activity, ActivityKind, Lesson, LessonAbility, Stage } from '#shared/lessons/model.ts'

export type ActivityNote = {
  readonly kind: ActivityKind
  readonly lessonId: LessonId
  readonly actorId: UserId | null
  readonly detail: string
  /** When it happened, ms since 1970; left out: now. */
  readonly atMs?: number
}

/** What other slices may ask of lessons. Implemented by features/lessons, handed over in createApp. */
export type LessonAccess = {
  /** The lesson as this actor sees it. `not-found` without `view`, `forbidden` without the ability. */
  need(actor: Actor, lessonId: LessonId, ability: LessonAbility): Promise<Lesson>
  /** Empty for a lesson that is not there. */
  abilitiesOf(actor: Actor, lessonId: LessonId): Promise<readonly LessonAbility[]>
  lessonOfPlan(planId: PlanId): Promise<LessonId | null>
  /** Without a check of rights: for the server's own work (process page, jobs). */
  read(lessonId: LessonId): Promise<Lesson | null>
  setStage(lessonId: LessonId, stage: Stage): Promise<void>
  /** Writes lines of the group's activity, together, and pushes them to `group:` and `lesson:`. */
  note(...lines: readonly ActivityNote[]): Promise<void>
  activityOf(lessonId: LessonId): Promise<readonly Activity[]>
  /** Pushes `lesson.changed` to whoever has the lesson open. */
  changed(lessonId: LessonId): void
}

/** What lessons asks of the slices that hang on it. */
export type LessonParts = {
  /**
   * What the plan of a new lesson begins with, in the transaction that makes the lesson: whoever opens
   * the plan before it is made would have it begin with the template, for good.
   */
  keepSeed(
    within: Db,
    plan: {
      readonly planId: PlanId
      readonly lessonId: LessonId
      readonly seed: import('#shared/plans/seed.ts').PlanSeed
    },
  ): Promise<void>
  /** Makes the plan of a new lesson; `seed` null gives the standard template, unless one was kept. */
  createPlan(plan: {
    readonly planId: PlanId
    readonly lessonId: LessonId
    readonly seed: import('#shared/plans/seed.ts').PlanSeed | null
    readonly title: string
  }): Promise<void>
  planSummaries(planIds: readonly PlanId[]): Promise<ReadonlyMap<PlanId, PlanSummary>>
  recordingCounts(lessonIds: readonly LessonId[]): Promise<ReadonlyMap<LessonId, number>>
  latestClassroom(lessonId: LessonId): Promise<ClassroomId | null>
  /** Every classroom it has had, those that are over included. */
  classroomsOf(lessonId: LessonId): Promise<readonly ClassroomId[]>
  /** Ends these people's sound and picture in the lesson's open classroom; see `ClassroomQueries.putOut`. */
  putOut(lessonId: LessonId, userIds: readonly UserId[] | 'everybody'): Promise<void>
  /** What their cameras film from this moment on is not the lesson's; see `RecordingQueries.cutOff`. */
  stopFilming(lessonId: LessonId, userIds: readonly UserId[]): Promise<void>
  /** A class runs: begun and not over. */
  isBeingTaught(lessonId: LessonId): Promise<boolean>
  latestRecording(lessonId: LessonId): Promise<import('#shared/ids.ts').RecordingId | null>
  /** For 等我处理: this person's open coding pass, unanswered questions … decided by the lessons slice. */
  isCodedBy(recordingId: import('#shared/ids.ts').RecordingId, userId: UserId): Promise<boolean>
}

export type PlanSummary = {
  readonly steps: readonly import('#shared/lessons/model.ts').PlanStep[]
  readonly commentCount: number
  readonly openQuestions: number
  readonly characters: number
}

/** Making a lesson without a request: setup's sample, imports. */
export type LessonMaker = {
  create(lesson: {
    readonly groupId: import('#shared/ids.ts').OrgId
    readonly title: string
    readonly subject: string
    readonly grade: string
    readonly unit: string
    readonly lengthMin: number
    readonly startsAtMs: number | null
    readonly createdBy: UserId
    readonly isSample: boolean
    readonly sites: readonly {
      readonly site: import('#shared/lessons/model.ts').Site
      readonly school: string
      readonly schoolId: import('#shared/ids.ts').OrgId | null
      readonly className: string
      readonly headcount: number
      readonly teacherId: UserId | null
    }[]
    readonly members: readonly {
      readonly userId: UserId
      readonly role: import('#shared/access/roles.ts').LessonRole
    }[]
    readonly seed: import('#shared/plans/seed.ts').PlanSeed
    readonly slides: { readonly name: string; readonly content: Uint8Array } | null
  }): Promise<{ readonly lessonId: LessonId; readonly planId: PlanId }>
}
