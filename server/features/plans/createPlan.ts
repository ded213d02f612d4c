import type { LessonParts } from '#server/platform/ports/LessonAccess.ts'
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

/**
 * Makes a plan's row with what its document begins with, and both documents right away: whoever reads
 * a plan later changes nothing by reading. Made once and by the server, from the seed kept here.
 */
export const createPlan = async (
  parts: PlanParts,
  plan: Parameters<LessonParts['createPlan']>[0],
): Promise<void> => {
  const { planId, lessonId, title } = plan
  const seed = plan.seed ?? templateFor(title, await parts.lessons.read(lessonId))
  const outline = planOutline(buildPlan(seed))
  await parts.repo.insert({ planId, lessonId, seed, ...outline }, parts.clock.now())
  for (const kind of ['plan', 'comments'] as const) await parts.docs.read(docName(kind, planId))
}
