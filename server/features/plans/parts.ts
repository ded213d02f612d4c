import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import type { Log } from '#server/platform/log.ts'
import type { LessonAccess } from '#server/platform/ports/LessonAccess.ts'
import type { People } from '#server/platform/ports/People.ts'
import type { DocRooms } from '#server/platform/sync/ports.ts'
import type { PlanId } from '#shared/ids.ts'
import type { EditNews, EditWatch } from './EditWatch.ts'
import type { ContributionCache } from './history/ContributionCache.ts'
import type { HistoryThread } from './history/HistoryThread.ts'
import type { PlanRepo } from './repo.ts'
import type { VersionRepo } from './versions/versionRepo.ts'

/** What the slice is handed in createApp. */
export type PlanDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly docs: DocRooms
  readonly lessons: LessonAccess
  readonly people: People
}

export type PlanNews = EditNews & { readonly planId: PlanId }

/** What its use cases work with. */
export type PlanParts = Omit<PlanDeps, 'db'> & {
  readonly repo: PlanRepo
  readonly watch: EditWatch
  /** Edits of those who have left, to be told with the others' who leave with them. */
  readonly leavers: { add(...news: readonly PlanNews[]): void }
  readonly versions: VersionRepo
  readonly thread: HistoryThread
  readonly contributions: ContributionCache
}
