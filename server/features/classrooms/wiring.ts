import type { ClassroomId, LessonId } from '#shared/ids.ts'
import type { Again } from './createAgain.ts'
import type { ClassroomsDeps } from './deps.ts'
import type { InkLog } from './inkLog.ts'
import type { LiveClassrooms } from './liveClassrooms.ts'
import type { Presence } from './presenceKeeper.ts'
import type { PutOut, RemovalRepo } from './removalRepo.ts'
import type { ClassroomRepo } from './repo.ts'

/** What the use cases of this slice work with. */
export type Classrooms = {
  readonly deps: ClassroomsDeps
  readonly repo: ClassroomRepo
  readonly removals: RemovalRepo
  readonly live: LiveClassrooms
  readonly presence: Presence
  readonly inkLog: InkLog
  readonly again: Again
  /** Whom the media server has not put out of a room yet. */
  readonly leaving: Map<ClassroomId, PutOut>
  /** Runs one job per lesson at a time: two teachers who open at once meet in one classroom. */
  readonly oneAtATime: <T>(lessonId: LessonId, job: () => Promise<T>) => Promise<T>
}
