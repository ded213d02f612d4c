import type { LessonId, UserId } from '#shared/ids.ts'
import { teaches } from '#shared/lessons/rules.ts'
import { type DocName, docName } from '#shared/sync/docName.ts'
import type { Lessons } from './LessonParts.ts'
import type { LessonRecord } from './LessonRecord.ts'

/** Of those who teach it no longer. */
const stopFilming = async (
  { parts, lessons }: Pick<Lessons, 'parts' | 'lessons'>,
  lessonId: LessonId,
  userIds: readonly UserId[],
): Promise<void> => {
  const members = (await lessons.find(lessonId))?.members ?? []
  const stopped = userIds.filter(
    (userId) => !teaches(members.find((member) => member.userId === userId)?.role),
  )
  await parts.stopFilming(lessonId, stopped)
}

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
  const who = concerned === 'everybody' ? { everybody: true } : { userIds: concerned }
  const close = (names: readonly DocName[]): void =>
    docs.closeWhere({ ...who, docs: names }, 'AccessChanged')
  // What needs nobody's answer first: a database that goes away now must leave nobody writing.
  close([docName('plan', planId), docName('comments', planId)])
  if (concerned !== 'everybody') {
    for (const userId of new Set(concerned))
      feed.publish(`user:${userId}`, { type: 'access.changed' })
    feed.closeWhere({ userIds: concerned })
  }
  const classrooms = await parts.classroomsOf(lessonId)
  if (classrooms.length > 0)
    close(classrooms.map((classroomId) => docName('classroom', classroomId)))
  // Side by side: the media server may take its time.
  await Promise.all([
    parts.putOut(lessonId, concerned),
    concerned === 'everybody' ? undefined : stopFilming({ parts, lessons }, lessonId, concerned),
  ])
}
