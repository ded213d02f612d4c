import type { UserId } from '#shared/ids.ts'
import { teaches } from '#shared/lessons/rules.ts'
import { docName } from '#shared/sync/docName.ts'
import type { Lessons } from './LessonParts.ts'
import type { LessonRecord } from './LessonRecord.ts'

/**
 * Judges these people (or everybody who has the lesson open) anew: closes their sockets on its plan,
 * comments and classrooms and their feeds, ends their sound and picture in a running class, and ends
 * what the cameras of those who teach it no longer film. After commit, after `lesson.changed`.
 */
export const closeAccess = async (
  { docs, feed, parts, lessons }: Pick<Lessons, 'docs' | 'feed' | 'parts' | 'lessons'>,
  lesson: Pick<LessonRecord, 'lessonId' | 'planId'>,
  concerned: readonly UserId[] | 'everybody',
): Promise<void> => {
  if (concerned.length === 0) return
  const { lessonId, planId } = lesson
  const classrooms = await parts.classroomsOf(lessonId)
  const docNames = [
    docName('plan', planId),
    docName('comments', planId),
    ...classrooms.map((classroomId) => docName('classroom', classroomId)),
  ]
  const who = concerned === 'everybody' ? { everybody: true } : { userIds: concerned }
  docs.closeWhere({ ...who, docs: docNames }, 'AccessChanged')
  await parts.putOut(lessonId, concerned)
  if (concerned === 'everybody') return
  for (const userId of new Set(concerned))
    feed.publish(`user:${userId}`, { type: 'access.changed' })
  feed.closeWhere({ userIds: concerned })
  const members = (await lessons.find(lessonId))?.members ?? []
  const stopped = concerned.filter(
    (userId) => !teaches(members.find((member) => member.userId === userId)?.role),
  )
  await parts.stopFilming(lessonId, stopped)
}
