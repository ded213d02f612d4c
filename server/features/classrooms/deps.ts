import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import type { MediaServer } from '#server/platform/livekit/MediaServer.ts'
import type { MediaWebhook } from '#server/platform/livekit/mediaWebhook.ts'
import type { Log } from '#server/platform/log.ts'
import type { LessonAccess } from '#server/platform/ports/LessonAccess.ts'
import type { People } from '#server/platform/ports/People.ts'
import type { PlanQueries } from '#server/platform/ports/PlanQueries.ts'
import type { RecordingQueries } from '#server/platform/ports/RecordingQueries.ts'
import type { DocRooms } from '#server/platform/sync/ports.ts'

/** Runs something later; gives back how to call it off. Tests hand over their own. */
export type Later = (afterMs: number, run: () => void) => () => void

/** What createApp hands to the classrooms. */
export type ClassroomsDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly docs: DocRooms
  readonly media: MediaServer
  readonly mediaEvents: Pick<MediaWebhook, 'onEvent'>
  readonly lessons: LessonAccess
  readonly plans: Pick<PlanQueries, 'steps'>
  readonly recordings: Pick<RecordingQueries, 'begin' | 'end'>
  readonly people: Pick<People, 'card' | 'signedIn'>
  readonly later?: Later
}

export const timerLater: Later = (afterMs, run) => {
  const timer = setTimeout(run, afterMs)
  timer.unref()
  return () => clearTimeout(timer)
}
