import type { LessonRole } from '#shared/access/roles.ts'
import type { LessonId, OrgId, PlanId, UserId } from '#shared/ids.ts'
import type { Site, Slides, Stage } from '#shared/lessons/model.ts'

export type SiteRecord = {
  readonly site: Site
  readonly school: string
  readonly schoolId: OrgId | null
  readonly className: string
  readonly headcount: number
  readonly teacherId: UserId | null
}

export type MemberRecord = { readonly userId: UserId; readonly role: LessonRole }

/** A lesson as this slice keeps it. Times in ms since 1970. */
export type LessonRecord = {
  readonly lessonId: LessonId
  readonly planId: PlanId
  readonly groupId: OrgId
  readonly title: string
  readonly subject: string
  readonly grade: string
  readonly unit: string
  readonly lengthMin: number
  readonly stage: Stage
  readonly startsAtMs: number | null
  readonly createdBy: UserId | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
  readonly isSample: boolean
  readonly slides: Slides | null
  readonly sites: readonly SiteRecord[]
  readonly members: readonly MemberRecord[]
}

/** With where its group belongs: what the rules ask for. */
export type PlacedLesson = LessonRecord & {
  readonly groupName: string
  readonly schoolIds: readonly OrgId[]
  readonly districtId: OrgId | null
}

export type LessonChanges = Partial<
  Pick<
    LessonRecord,
    'title' | 'subject' | 'grade' | 'unit' | 'lengthMin' | 'startsAtMs' | 'stage' | 'slides'
  >
>
