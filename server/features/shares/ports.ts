import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import type { FeedHub } from '#server/platform/feed/feedHub.ts'
import type { Log } from '#server/platform/log.ts'
import type { ClassroomQueries } from '#server/platform/ports/ClassroomQueries.ts'
import type { LessonAccess } from '#server/platform/ports/LessonAccess.ts'
import type { People } from '#server/platform/ports/People.ts'
import type { PlanQueries } from '#server/platform/ports/PlanQueries.ts'
import type { RecordingQueries } from '#server/platform/ports/RecordingQueries.ts'
import type { StudyQueries } from '#server/platform/ports/StudyQueries.ts'

/** What the process page is made from: a question to every slice a lesson passes through. */
export type ShareDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly feed: Pick<FeedHub, 'publish' | 'closeWhere'>
  readonly people: Pick<People, 'card'>
  readonly lessons: Pick<LessonAccess, 'need' | 'read' | 'note' | 'activityOf'>
  readonly plans: Pick<PlanQueries, 'steps' | 'threads' | 'summaries'>
  readonly classrooms: Pick<ClassroomQueries, 'latest' | 'events'>
  readonly recordings: Pick<RecordingQueries, 'find' | 'latest'>
  readonly study: Pick<StudyQueries, 'marks' | 'finishedPasses'>
}
