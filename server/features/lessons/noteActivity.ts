import { instant } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import type { LessonId, OrgId, UserId } from '#shared/ids.ts'
import type { Activity, ActivityKind } from '#shared/lessons/model.ts'
import { type ActivityRecord, type ActivityRepo, activityRepo } from './activityRepo.ts'
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
  activities: ActivityRepo,
  line: ActivityLine,
  nowMs: number,
): Promise<ActivityRecord | null> => {
  if (line.kind !== 'plan.edited') return null
  const latest = await activities.latestOf(line)
  return latest && nowMs - latest.atMs < SITTING_MS ? latest : null
}

/** Writes the line, or renews that of the same sitting. */
const write = async (
  activities: ActivityRepo,
  { line, groupId, nowMs }: Noted,
): Promise<ActivityRecord> => {
  const renewed = await lineToRenew(activities, line, nowMs)
  const record = { ...line, id: renewed?.id ?? newId<string>(), groupId, atMs: nowMs }
  if (renewed) await activities.renew(record.id, record.detail, nowMs)
  else await activities.insert(record)
  return record
}

/** A line of a lesson that is there. */
type Noted = {
  readonly line: ActivityLine
  readonly groupId: OrgId
  readonly title: string
  readonly nowMs: number
}

/**
 * Writes lines of a group's activity in one transaction, then pushes them to `group:` and
 * `lesson:`. An edit that carries on the same person's latest edit renews that line. A lesson that
 * is gone gets none.
 */
export const noteActivity = async (
  parts: Pick<Lessons, 'db' | 'lessons' | 'people' | 'feed' | 'clock'>,
  ...lines: readonly ActivityLine[]
): Promise<void> => {
  const noted: Noted[] = []
  for (const line of lines) {
    const lesson = await parts.lessons.find(line.lessonId)
    const nowMs = line.atMs ?? parts.clock.now()
    if (lesson) noted.push({ line, groupId: lesson.groupId, title: lesson.title, nowMs })
  }
  if (noted.length === 0) return
  const written = await parts.db.transaction().execute(async (transaction) => {
    const activities = activityRepo(transaction)
    const records: ActivityRecord[] = []
    for (const each of noted) records.push(await write(activities, each))
    return records
  })
  for (const [i, record] of written.entries()) {
    const { id, kind, atMs, actorId, lessonId, detail, groupId } = record
    const activity: Activity = {
      ...{ id, kind, lessonId, detail, at: instant(atMs) },
      actor: actorId ? await parts.people.card(actorId) : null,
      lessonTitle: noted[i]?.title ?? '',
    }
    parts.feed.publish(`lesson:${lessonId}`, { type: 'activity.added', activity })
    parts.feed.publish(`group:${groupId}`, { type: 'activity.added', activity })
  }
}
