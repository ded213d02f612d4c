import { instant } from '#server/platform/clock.ts'
import type { PlanSummary } from '#server/platform/ports/LessonAccess.ts'
import type { Actor } from '#shared/access/actor.ts'
import { lessonRoleSchema } from '#shared/access/roles.ts'
import type { PersonCard } from '#shared/accounts/model.ts'
import type { UserId } from '#shared/ids.ts'
import type { Lesson, LessonAbility, LessonSummary } from '#shared/lessons/model.ts'
import { lessonAbilities } from '#shared/lessons/rules.ts'
import type { Lessons } from './LessonParts.ts'
import type { LessonRecord, MemberRecord, PlacedLesson } from './LessonRecord.ts'

type Cards = ReadonlyMap<UserId, PersonCard>

export const abilitiesIn = (actor: Actor, lesson: PlacedLesson): readonly LessonAbility[] =>
  lessonAbilities(actor, {
    groupId: lesson.groupId,
    schoolIds: lesson.schoolIds,
    districtId: lesson.districtId,
    memberRoles: new Map(lesson.members.map(({ userId, role }) => [userId, role])),
    isArchived: lesson.stage === 'archive',
  })

const summaryOf = (
  lesson: LessonRecord,
  facts: {
    readonly plan: PlanSummary | undefined
    readonly cards: Cards
    readonly recordings: number
  },
): LessonSummary => ({
  lessonId: lesson.lessonId,
  planId: lesson.planId,
  groupId: lesson.groupId,
  title: lesson.title,
  subject: lesson.subject,
  grade: lesson.grade,
  unit: lesson.unit,
  lengthMin: lesson.lengthMin,
  stage: lesson.stage,
  startsAt: lesson.startsAtMs === null ? null : instant(lesson.startsAtMs),
  isDual: lesson.sites.some(({ site }) => site === 'far'),
  sites: lesson.sites.map(({ site, school, className, headcount, teacherId }) => ({
    site,
    school,
    className,
    headcount,
    teacher: (teacherId && facts.cards.get(teacherId)) ?? null,
  })),
  steps: [...(facts.plan?.steps ?? [])],
  commentCount: facts.plan?.commentCount ?? 0,
  recordingCount: facts.recordings,
  updatedAt: instant(lesson.updatedAtMs),
})

export type Described = {
  readonly summary: LessonSummary
  readonly plan: PlanSummary | undefined
  readonly cards: Cards
}

/** Summaries of any number of lessons: one question to each neighbouring slice. */
export const describeLessons = async (
  { parts, people }: Pick<Lessons, 'parts' | 'people'>,
  lessons: readonly LessonRecord[],
): Promise<readonly Described[]> => {
  if (lessons.length === 0) return []
  const named = lessons.flatMap((lesson) => [
    ...lesson.sites.flatMap(({ teacherId }) => (teacherId ? [teacherId] : [])),
    ...lesson.members.map(({ userId }) => userId),
  ])
  const [plans, recordings, cards] = await Promise.all([
    parts.planSummaries(lessons.map((lesson) => lesson.planId)),
    parts.recordingCounts(lessons.map((lesson) => lesson.lessonId)),
    people.cards([...new Set(named)]),
  ])
  return lessons.map((lesson) => {
    const plan = plans.get(lesson.planId)
    const facts = { plan, cards, recordings: recordings.get(lesson.lessonId) ?? 0 }
    return { summary: summaryOf(lesson, facts), plan, cards }
  })
}

/** Who teaches stands first, whenever they were named. */
const byRole = (members: readonly MemberRecord[]): readonly MemberRecord[] => {
  const rank = (role: MemberRecord['role']) => lessonRoleSchema.options.indexOf(role)
  return [...members].sort((a, b) => rank(a.role) - rank(b.role))
}

/** One lesson as this actor sees it, with what they may do. */
export const describeLesson = async (
  parts: Pick<Lessons, 'parts' | 'people' | 'checks'>,
  actor: Actor,
  lesson: PlacedLesson,
): Promise<Lesson> => {
  const [described] = await describeLessons(parts, [lesson])
  if (!described) throw new Error('one lesson, one description')
  const [classroomId, recordingId, checks] = await Promise.all([
    parts.parts.latestClassroom(lesson.lessonId),
    parts.parts.latestRecording(lesson.lessonId),
    parts.checks.ofLesson(lesson.lessonId),
  ])
  const teachers = new Set(lesson.sites.map(({ teacherId }) => teacherId))
  return {
    ...described.summary,
    groupName: lesson.groupName,
    members: byRole(lesson.members).flatMap(({ userId, role }) => {
      const card = described.cards.get(userId)
      return card ? [{ ...card, role }] : []
    }),
    slides: lesson.slides,
    classroomId,
    recordingId,
    deviceChecks: checks.filter(({ userId }) => teachers.has(userId)),
    abilities: [...abilitiesIn(actor, lesson)],
  }
}
