import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import type { Feed } from '#server/platform/feed/feedHub.ts'
import type { Log } from '#server/platform/log.ts'
import type { GuestAccess } from '#server/platform/ports/GuestAccess.ts'
import type { LessonParts } from '#server/platform/ports/LessonAccess.ts'
import type { People, SampleLoader } from '#server/platform/ports/People.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import type { DocRooms } from '#server/platform/sync/ports.ts'
import type { ActivityRepo } from './activityRepo.ts'
import type { CheckRepo } from './checkRepo.ts'
import type { LessonRepo } from './repo.ts'

/** What createApp hands over. */
export type LessonsDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly storage: Storage
  readonly feed: Feed
  readonly docs: Pick<DocRooms, 'closeWhere'>
  readonly people: People
  /** The slices that hang on a lesson. */
  readonly parts: LessonParts
  readonly sample: SampleLoader
  readonly guests: Pick<GuestAccess, 'mayReadFile'>
}

/** What this slice's use cases work with. */
export type Lessons = LessonsDeps & {
  readonly lessons: LessonRepo
  readonly activities: ActivityRepo
  readonly checks: CheckRepo
}
