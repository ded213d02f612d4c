import { instant } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import type { LessonId, UserId } from '#shared/ids.ts'
import type { Activity, ActivityKind } from '#shared/lessons/model.ts'
import type { ActivityRecord } from './activityRepo.ts'
import type { Lessons } from './LessonParts.ts'

export type ActivityLine = {
  readonly kind: ActivityKind
  readonly lessonId: LessonId
  readonly actorId: UserId | null
  readonly detail: string
  /** When it happened, for what is brought in from earlier; left out: now. */
  readonly atMs?: number
}

/** Work on one plan in one sitting is one line, not one per save. */
const SITTING_MS = 30 * 60_000

const lineToRenew = async (
  { activities }: Pick<Lessons, 'activities'>,
  line: ActivityLine,
  nowMs: number,
): Promise<ActivityRecord | null> => {
  if (line.kind !== 'plan.edited') return null
  const latest = await activities.latestOf(line)
  return latest && nowMs - latest.atMs < SITTING_MS ? latest : null
}

/**
 * Writes a line of the group's activity, then pushes it to `group:` and `lesson:`. An edit that
 * carries on the same person's latest edit renews that line. A lesson that is gone gets none.
 */
export const noteActivity = async (
  parts: Pick<Lessons, 'activities' | 'lessons' | 'people' | 'feed' | 'clock'>,
  line: ActivityLine,
): Promise<void> => {
  const lesson = await parts.lessons.find(line.lessonId)
  if (!lesson) return
  const nowMs = line.atMs ?? parts.clock.now()
  const renewed = await lineToRenew(parts, line, nowMs)
  const record = {
    ...line,
    id: renewed?.id ?? newId<string>(),
    groupId: lesson.groupId,
    atMs: nowMs,
  }
  if (renewed) await parts.activities.renew(record.id, record.detail, nowMs)
  else await parts.activities.insert(record)
  const activity: Activity = {
    id: record.id,
    kind: record.kind,
    at: instant(nowMs),
    actor: line.actorId ? await parts.people.card(line.actorId) : null,
    lessonId: line.lessonId,
    lessonTitle: lesson.title,
    detail: line.detail,
  }
  parts.feed.publish(`lesson:${line.lessonId}`, { type: 'activity.added', activity })
  parts.feed.publish(`group:${lesson.groupId}`, { type: 'activity.added', activity })
}
