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
import type { MemberRecord } from './LessonRecord.ts'
import { needLesson } from './needLesson.ts'
import { lessonRepo } from './repo.ts'

const needLead = (
  members: readonly MemberRecord[],
  userId: UserId,
  role: LessonRole | null,
): void => {
  const leads = members.filter((member) => member.role === 'lead').map((member) => member.userId)
  const stillLed = role === 'lead' || leads.some((id) => id !== userId)
  if (leads.length > 0 && !stillLed) throw new AppError('lessons/needs-lead')
}

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
  await parts.db.transaction().execute(async (transaction) => {
    const repo = lessonRepo(transaction)
    await repo.update(lesson.lessonId, {}, parts.clock.now())
    // Of two who take each other's role at once the second has none by then.
    const { members } = await needLesson({ lessons: repo }, actor, {
      lessonId: lesson.lessonId,
      ability: 'manage',
    })
    needLead(members, userId, asked.role)
    await repo.setMember(lesson.lessonId, userId, asked.role)
  })
  announce(parts, lesson)
  await closeAccess(parts, lesson, [userId])
  const after = await parts.lessons.find(lesson.lessonId)
  if (!after) throw new AppError('not-found')
  return describeLesson(parts, actor, after)
}
