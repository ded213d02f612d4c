import type { LessonId, PlanId, UserId } from '#shared/ids.ts'
import type { PlanStep } from '#shared/lessons/model.ts'
import type { PlanOutline } from '#shared/plans/outline.ts'
import type { EditNews } from './EditWatch.ts'
import type { PlanParts } from './parts.ts'

/** What lists and strips show of a step. Its words alone are no reason to fetch the lesson again. */
const inLists = (steps: readonly PlanStep[]): string =>
  JSON.stringify(
    steps.map(({ stepId, title, minutes, firstPage }) => [stepId, title, minutes, firstPage]),
  )

const tell = async (
  { lessons }: Pick<PlanParts, 'lessons'>,
  lessonId: LessonId,
  news: readonly EditNews[],
): Promise<void> => {
  for (const { authorId, words } of news)
    await lessons.note({ kind: 'plan.edited', lessonId, actorId: authorId, detail: words })
  if (news.length > 0) lessons.changed(lessonId)
}

/** Writes what lists read of a plan. Idempotent; the document stays the truth. */
export const projectPlan = async (
  parts: PlanParts,
  planId: PlanId,
  outline: PlanOutline,
  authors: readonly UserId[],
): Promise<void> => {
  const { repo, lessons, clock, watch } = parts
  const before = await repo.find(planId)
  if (!before) return
  const nowMs = clock.now()
  await repo.saveOutline(planId, outline, nowMs)
  if (inLists(before.steps) !== inLists(outline.steps)) lessons.changed(before.lessonId)
  const edit = { authors, before: before.text, after: outline.text }
  await tell(parts, before.lessonId, watch.edited(planId, edit, nowMs))
}

/** The edits of those who have closed the plan become news. */
export const noteLeavers = async (
  parts: PlanParts,
  planId: PlanId,
  present: readonly UserId[],
): Promise<void> => {
  const news = parts.watch.present(planId, present, parts.clock.now())
  const plan = news.length > 0 ? await parts.repo.find(planId) : null
  if (plan) await tell(parts, plan.lessonId, news)
}
