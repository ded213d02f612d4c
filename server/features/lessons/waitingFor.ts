import type { z } from 'zod'
import { instant } from '#server/platform/clock.ts'
import type { Person } from '#shared/access/actor.ts'
import type { waitingSchema } from '#shared/lessons/contract.ts'
import { abilitiesIn, type Described } from './describe.ts'
import type { Lessons } from './LessonParts.ts'
import type { PlacedLesson } from './LessonRecord.ts'

type Waiting = z.infer<typeof waitingSchema>

/** Recordings asked about at once; older ones wait on the lesson's own page. */
const RECORDINGS = 8
/** Slides are asked for from a week before the lesson on. */
const SLIDES_AHEAD_MS = 7 * 24 * 60 * 60_000

const writes = (actor: Person, lesson: PlacedLesson): boolean => {
  const role = lesson.members.find(({ userId }) => userId === actor.userId)?.role
  return role === 'lead' || role === 'assist' || role === 'editor'
}

const line = (lesson: PlacedLesson, kind: Waiting['kind'], count: number): Waiting => ({
  kind,
  lessonId: lesson.lessonId,
  lessonTitle: lesson.title,
  detail: '',
  count,
  dueAt: lesson.startsAtMs === null ? null : instant(lesson.startsAtMs),
})

const ofPlan = (
  actor: Person,
  lesson: PlacedLesson,
  { plan }: Pick<Described, 'plan'>,
  nowMs: number,
): readonly Waiting[] => {
  if (lesson.stage !== 'plan' || !writes(actor, lesson)) return []
  const minutes = (plan?.steps ?? []).reduce((sum, step) => sum + step.minutes, 0)
  const over = minutes - lesson.lengthMin
  const questions = plan?.openQuestions ?? 0
  const isSoon = lesson.startsAtMs !== null && lesson.startsAtMs - nowMs < SLIDES_AHEAD_MS
  return [
    ...(questions > 0 ? [line(lesson, 'comment.question', questions)] : []),
    ...(over > 0 ? [line(lesson, 'plan.minutes-over', over)] : []),
    ...(lesson.slides === null && isSoon ? [line(lesson, 'lesson.no-slides', 0)] : []),
  ]
}

const uncoded = async (
  { parts }: Pick<Lessons, 'parts'>,
  actor: Person,
  lesson: PlacedLesson,
): Promise<readonly Waiting[]> => {
  const recordingId = await parts.latestRecording(lesson.lessonId)
  if (!recordingId || (await parts.isCodedBy(recordingId, actor.userId))) return []
  return [{ ...line(lesson, 'recording.uncoded', 1), dueAt: null }]
}

const byUrgency = (a: Waiting, b: Waiting): number => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9')

/** 等我处理: facts only, what the next lesson needs first. `open` and `described` go by lesson id. */
export const waitingFor = async (
  parts: Pick<Lessons, 'parts' | 'clock'>,
  actor: Person,
  open: readonly PlacedLesson[],
  described: readonly Described[],
): Promise<Waiting[]> => {
  const known = new Map(described.map((each) => [each.summary.lessonId, each]))
  const planned = open.flatMap((lesson) =>
    ofPlan(actor, lesson, known.get(lesson.lessonId) ?? { plan: undefined }, parts.clock.now()),
  )
  const studied = open
    .filter(
      (lesson) =>
        lesson.stage === 'study' &&
        (known.get(lesson.lessonId)?.summary.recordingCount ?? 0) > 0 &&
        abilitiesIn(actor, lesson).includes('code'),
    )
    .slice(0, RECORDINGS)
  const coding = await Promise.all(studied.map((lesson) => uncoded(parts, actor, lesson)))
  return [...planned.sort(byUrgency), ...coding.flat()]
}
