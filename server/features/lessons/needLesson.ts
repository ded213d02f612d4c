import type { Actor } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { LessonId } from '#shared/ids.ts'
import type { LessonAbility } from '#shared/lessons/model.ts'
import { abilitiesIn } from './describe.ts'
import type { Lessons } from './LessonParts.ts'
import type { PlacedLesson } from './LessonRecord.ts'

/** Would this person be allowed to, were the lesson not in the archive? */
const isLockedAway = (actor: Actor, lesson: PlacedLesson, ability: LessonAbility): boolean =>
  lesson.stage === 'archive' && abilitiesIn(actor, { ...lesson, stage: 'plan' }).includes(ability)

/**
 * `not-found` for a lesson one may not even see, so that nobody learns that it is there;
 * `lessons/archived` for what only the archive forbids.
 */
export const needLesson = async (
  { lessons }: Pick<Lessons, 'lessons'>,
  actor: Actor,
  asked: { readonly lessonId: string; readonly ability: LessonAbility },
): Promise<PlacedLesson> => {
  const lesson = await lessons.find(asked.lessonId as LessonId)
  const abilities = lesson ? abilitiesIn(actor, lesson) : []
  if (!lesson || !abilities.includes('view')) throw new AppError('not-found')
  if (!abilities.includes(asked.ability))
    throw new AppError(
      isLockedAway(actor, lesson, asked.ability) ? 'lessons/archived' : 'forbidden',
    )
  return lesson
}
