import { instant } from '#server/platform/clock.ts'
import type { Activity } from '#shared/lessons/model.ts'
import type { Lessons } from './LessonParts.ts'
import type { LessonRecord } from './LessonRecord.ts'

/** The latest lines about these lessons, newest first. The caller has judged who may read them. */
export const readActivity = async (
  { activities, people }: Pick<Lessons, 'activities' | 'people'>,
  lessons: readonly LessonRecord[],
  limit: number,
): Promise<Activity[]> => {
  const titles = new Map(lessons.map(({ lessonId, title }) => [lessonId, title]))
  const lines = await activities.ofLessons([...titles.keys()], limit)
  const cards = await people.cards(lines.flatMap(({ actorId }) => (actorId ? [actorId] : [])))
  return lines.map((line) => ({
    id: line.id,
    kind: line.kind,
    at: instant(line.atMs),
    actor: (line.actorId && cards.get(line.actorId)) ?? null,
    lessonId: line.lessonId,
    lessonTitle: titles.get(line.lessonId) ?? '',
    detail: line.detail,
  }))
}
