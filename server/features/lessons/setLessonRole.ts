import type { Person } from '#shared/access/actor.ts'
import type { LessonRole } from '#shared/access/roles.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { announce } from './announce.ts'
import { closeAccess } from './closeAccess.ts'
import { needPeople } from './createLesson.ts'
import { describeLesson } from './describe.ts'
import type { Lessons } from './LessonParts.ts'
import { needLesson } from './needLesson.ts'
import { lessonRepo } from './repo.ts'

/**
 * Gives or takes a role. The person's open sockets on this lesson close at once. Throws
 * `lessons/needs-lead` when nobody would be left to lead the lesson.
 */
export const setLessonRole = async (
  parts: Lessons,
  actor: Person,
  asked: { readonly lessonId: string; readonly userId: string; readonly role: LessonRole | null },
): Promise<Lesson> => {
  const lesson = await needLesson(parts, actor, { lessonId: asked.lessonId, ability: 'manage' })
  const userId = asked.userId as UserId
  // Who has left the district can still be taken off, never put on.
  if (asked.role !== null) await needPeople(parts, actor, [userId])
  else if (!(await parts.people.card(userId))) throw new AppError('not-found')
  const led = lesson.members.some((member) => member.role === 'lead')
  const stillLed =
    asked.role === 'lead' ||
    lesson.members.some((member) => member.role === 'lead' && member.userId !== userId)
  if (led && !stillLed) throw new AppError('lessons/needs-lead')
  await parts.db.transaction().execute(async (transaction) => {
    const repo = lessonRepo(transaction)
    await repo.setMember(lesson.lessonId, userId, asked.role)
    await repo.update(lesson.lessonId, {}, parts.clock.now())
  })
  announce(parts, lesson)
  await closeAccess(parts, lesson, [userId])
  const after = await parts.lessons.find(lesson.lessonId)
  if (!after) throw new AppError('not-found')
  return describeLesson(parts, actor, after)
}
