import type { Clock } from '#server/platform/clock.ts'
import type { Feed } from '#server/platform/feed/feedHub.ts'
import type { Log } from '#server/platform/log.ts'
import type { ClassroomQueries } from '#server/platform/ports/ClassroomQueries.ts'
import type { LessonAccess } from '#server/platform/ports/LessonAccess.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import type { RecordingId } from '#shared/ids.ts'
import type { Loader } from './loadRecording.ts'
import type { News } from './news.ts'
import type { RecordingRepo } from './repo.ts'

/** What the use cases of this slice work with. */
export type Context = {
  readonly repo: RecordingRepo
  readonly storage: Storage
  readonly feed: Feed
  readonly clock: Clock
  readonly log: Log
  readonly lessons: LessonAccess
  readonly classrooms: Pick<ClassroomQueries, 'mayKeep'>
  readonly loader: Loader
  readonly news: News
  readonly arrivals: Arrivals
}

/** When something of a recording last arrived, and who wants to know that it did. */
export type Arrivals = {
  touch(recordingId: RecordingId): void
  /** Wall clock ms; this process's start when nothing arrived since. */
  lastMs(recordingId: RecordingId): number
  /** How many times something arrived so far. */
  count(recordingId: RecordingId): number
  /** Perhaps everything is here now: asks the assembly to look. */
  consider(recordingId: RecordingId): void
}
