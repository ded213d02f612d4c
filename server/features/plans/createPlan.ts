import type { LessonParts } from '#server/platform/ports/LessonAccess.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { PlanId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { buildPlan } from '#shared/plans/buildPlan.ts'
import { planOutline } from '#shared/plans/outline.ts'
import type { PlanSeed } from '#shared/plans/seed.ts'
import { standardPlan } from '#shared/plans/standardPlan.ts'
import { docName } from '#shared/sync/docName.ts'
import type { PlanParts } from './parts.ts'

/** A lesson that nobody can tell us about yet is one of 40 minutes in one room. */
const templateFor = (title: string, lesson: Lesson | null): PlanSeed =>
  standardPlan({
    title,
    unit: lesson?.unit ?? '',
    lengthMin: lesson?.lengthMin ?? 40,
    sites: (lesson?.sites ?? []).map(({ site, school, className, teacher }) => ({
      site,
      school,
      className,
      teacher: teacher?.name ?? '',
    })),
  })

type NewPlan = Parameters<LessonParts['createPlan']>[0]
type Beginning = Parameters<LessonParts['keepSeed']>[1]

/** A plan's row with what its document begins with: made once, of two who make it the first counts. */
export const keepSeed = async (
  { repo, clock }: Pick<PlanParts, 'repo' | 'clock'>,
  plan: Beginning,
): Promise<void> => {
  const outline = planOutline(buildPlan(plan.seed))
  await repo.insert({ ...plan, ...outline }, clock.now())
}

const insertPlan = async (
  parts: Pick<PlanParts, 'repo' | 'lessons' | 'clock'>,
  { planId, lessonId, title, ...plan }: NewPlan,
): Promise<PlanSeed> => {
  const seed = plan.seed ?? templateFor(title, await parts.lessons.read(lessonId))
  await keepSeed(parts, { planId, lessonId, seed })
  return seed
}

/**
 * What a plan's document begins with. A studio that ended between a lesson and its plan, or a full disk
 * that took neither the plan nor the lesson back, has left a lesson whose plan is made now: nobody
 * could ever open it. Throws `not-found` for an id that is no lesson's plan.
 */
export const seedOf = async (
  parts: Pick<PlanParts, 'repo' | 'lessons' | 'clock'>,
  planId: PlanId,
): Promise<PlanSeed> => {
  const known = await parts.repo.find(planId)
  if (known) return known.seed
  const lessonId = await parts.lessons.lessonOfPlan(planId)
  if (!lessonId) throw new AppError('not-found')
  const title = (await parts.lessons.read(lessonId))?.title ?? ''
  const made = await insertPlan(parts, { planId, lessonId, title, seed: null })
  return (await parts.repo.find(planId))?.seed ?? made
}

/**
 * Makes a plan's row, and both documents right away: whoever reads a plan later changes nothing by
 * reading. Made once and by the server, from the seed kept here.
 */
export const createPlan = async (parts: PlanParts, plan: NewPlan): Promise<void> => {
  await insertPlan(parts, plan)
  for (const kind of ['plan', 'comments'] as const)
    await parts.docs.read(docName(kind, plan.planId))
}
