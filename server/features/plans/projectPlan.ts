import type { ActivityNote } from '#server/platform/ports/LessonAccess.ts'
import type { LessonId, PlanId, UserId } from '#shared/ids.ts'
import type { PlanStep } from '#shared/lessons/model.ts'
import type { PlanOutline } from '#shared/plans/outline.ts'
import type { EditNews } from './EditWatch.ts'
import type { PlanNews, PlanParts } from './parts.ts'

/** What lists and strips show of a step. Its words alone are no reason to fetch the lesson again. */
const inLists = (steps: readonly PlanStep[]): string =>
  JSON.stringify(
    steps.map(({ stepId, title, minutes, firstPage }) => [stepId, title, minutes, firstPage]),
  )

const lineOf = (lessonId: LessonId, { authorId, words }: EditNews): ActivityNote => ({
  kind: 'plan.edited',
  lessonId,
  actorId: authorId,
  detail: words,
})

const tell = async (
  { lessons }: Pick<PlanParts, 'lessons'>,
  lessonId: LessonId,
  news: readonly EditNews[],
): Promise<void> => {
  if (news.length === 0) return
  await lessons.note(...news.map((one) => lineOf(lessonId, one)))
  lessons.changed(lessonId)
}

/** Who wrote, and under which number the document is owned by the node that tells of it. */
export type Teller = { readonly authors: readonly UserId[]; readonly fence: number }

/** Writes what lists read of a plan. Idempotent; the document stays the truth. */
export const projectPlan = async (
  parts: PlanParts,
  planId: PlanId,
  outline: PlanOutline,
  { authors, fence }: Teller,
): Promise<void> => {
  const { repo, lessons, clock, watch } = parts
  const before = await repo.find(planId)
  if (!before) return
  const nowMs = clock.now()
  if (!(await repo.saveOutline(planId, outline, { nowMs, fence }))) return
  if (inLists(before.steps) !== inLists(outline.steps)) lessons.changed(before.lessonId)
  const edit = { authors, before: before.text, after: outline.text }
  await tell(parts, before.lessonId, watch.edited(planId, edit, nowMs))
}

/** The edits of those who have closed their plans become news: of a whole class at once. */
export const tellLeavers = async (
  { repo, lessons }: Pick<PlanParts, 'repo' | 'lessons'>,
  left: readonly PlanNews[],
): Promise<void> => {
  const lines: ActivityNote[] = []
  for (const { planId, ...news } of left) {
    const plan = await repo.find(planId)
    if (plan) lines.push(lineOf(plan.lessonId, news))
  }
  await lessons.note(...lines)
  for (const lessonId of new Set(lines.map((line) => line.lessonId))) lessons.changed(lessonId)
}
