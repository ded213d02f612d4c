import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import type { Feed } from '#server/platform/feed/feedHub.ts'
import type { Log } from '#server/platform/log.ts'
import type { LessonAccess } from '#server/platform/ports/LessonAccess.ts'
import type { People } from '#server/platform/ports/People.ts'
import type { RecordingFacts } from '#server/platform/ports/StudyQueries.ts'
import type { StudyRepo } from './repo.ts'

/** What the slice is given. */
export type StudyDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly feed: Pick<Feed, 'publish'>
  readonly lessons: Pick<LessonAccess, 'need' | 'note'>
  readonly people: Pick<People, 'cards'>
  readonly recordings: RecordingFacts
}

/** What its use cases work with. */
export type StudyParts = Omit<StudyDeps, 'db' | 'log'> & { readonly repo: StudyRepo }
