import type { LessonId, OrgId } from '#shared/ids.ts'
import type { Lessons } from './LessonParts.ts'

/** `lesson.changed` to whoever has the lesson, or a list of its group's lessons, open. After commit. */
export const announce = (
  { feed }: Pick<Lessons, 'feed'>,
  { lessonId, groupId }: { readonly lessonId: LessonId; readonly groupId: OrgId },
): void => {
  const event = { type: 'lesson.changed', lessonId } as const
  feed.publish(`lesson:${lessonId}`, event)
  feed.publish(`group:${groupId}`, event)
}
