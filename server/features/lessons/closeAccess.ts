import type { UserId } from '#shared/ids.ts'
import { docName } from '#shared/sync/docName.ts'
import type { Lessons } from './LessonParts.ts'
import type { LessonRecord } from './LessonRecord.ts'

/**
 * Closes these people's sockets on the lesson's plan, comments and classroom, and their feeds: what
 * they may do is judged anew when the page opens them again. After commit, after `lesson.changed`.
 */
export const closeAccess = async (
  { docs, feed, parts }: Pick<Lessons, 'docs' | 'feed' | 'parts'>,
  lesson: LessonRecord,
  userIds: readonly UserId[],
): Promise<void> => {
  if (userIds.length === 0) return
  const classroomId = await parts.latestClassroom(lesson.lessonId)
  const names = [
    docName('plan', lesson.planId),
    docName('comments', lesson.planId),
    ...(classroomId ? [docName('classroom', classroomId)] : []),
  ]
  docs.closeWhere({ userIds, docs: names }, 'AccessChanged')
  for (const userId of new Set(userIds)) feed.publish(`user:${userId}`, { type: 'access.changed' })
  feed.closeWhere({ userIds })
}
