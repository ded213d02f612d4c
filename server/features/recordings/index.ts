import type { Feature } from '#server/app/Feature.ts'
import type { Bus } from '#server/platform/bus/Bus.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { Jobs } from '#server/platform/cluster/Jobs.ts'
import type { Db } from '#server/platform/db/Db.ts'
import type { Feed } from '#server/platform/feed/feedHub.ts'
import type { Log } from '#server/platform/log.ts'
import type { ClassroomQueries } from '#server/platform/ports/ClassroomQueries.ts'
import type { GuestAccess } from '#server/platform/ports/GuestAccess.ts'
import type { LessonAccess } from '#server/platform/ports/LessonAccess.ts'
import type { RecordingQueries } from '#server/platform/ports/RecordingQueries.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import type { RecordingId } from '#shared/ids.ts'
import { runThread } from './assemble/runThread.ts'
import { defaultWorkDir, type RunAssembly } from './assembleRecording.ts'
import { beginRecording } from './beginRecording.ts'
import type { Context } from './context.ts'
import { createArrivals, createAssembly } from './createAssembly.ts'
import { cutOff } from './cutOff.ts'
import { discardRaw } from './discardRaw.ts'
import { endRecording } from './endRecording.ts'
import { importReady } from './importReady.ts'
import { createLoader } from './loadRecording.ts'
import { createNews } from './news.ts'
import { recordingRepo } from './repo.ts'
import { recordingRoutes } from './routes.ts'

const DISCARD_EVERY_MS = 6 * 3_600_000

type Parts = {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly storage: Storage
  readonly feed: Feed
  readonly lessons: LessonAccess
  readonly classrooms: Pick<ClassroomQueries, 'mayKeep'>
  readonly guests: GuestAccess
  readonly bus: Bus
  readonly jobs: Jobs
  /** Where files are put together; needs room for one site's lesson. The system's temporary folder by default. */
  readonly workDir?: string
  /** Only tests give another one. */
  readonly runAssembly?: RunAssembly
}

const queriesOf = (context: Context): RecordingQueries => {
  const { repo, loader } = context
  return {
    begin: (begun) => beginRecording(context, begun),
    end: (recordingId, endMs) => endRecording(context, recordingId, endMs),
    cutOff: (lessonId, userIds) => cutOff(context, lessonId, userIds),
    find: loader.find,
    latest: async (lessonId) => {
      const row = (await repo.recordingsOf(lessonId))[0]
      return row ? loader.load(row) : null
    },
    counts: repo.counts,
    importReady: (recording) => importReady(context, recording),
  }
}

/** Slices in, seekable recordings out. */
export const recordingsFeature = (
  parts: Parts,
): Feature & {
  readonly queries: RecordingQueries
  /** One look at everything that waits; the timer's work, and tests'. */
  readonly sweep: () => Promise<void>
  /** Resolves when nothing is being assembled. */
  readonly idle: () => Promise<void>
} => {
  const { db, clock, log, storage, feed, lessons, classrooms, guests, bus, jobs } = parts
  const repo = recordingRepo(db)
  const loader = createLoader(repo, storage)
  const news = createNews(feed, loader, (thrown) => log.error({ err: thrown }, 'news failed'))
  const { arrivals, onConsider } = createArrivals(clock.now, bus)
  const context: Context = {
    ...{ repo, storage, feed, clock, log, lessons, classrooms, loader, news, arrivals },
  }
  const assembly = createAssembly(context, {
    jobs,
    run: parts.runAssembly ?? runThread,
    workDir: parts.workDir ?? defaultWorkDir,
  })
  onConsider(assembly.consider)
  let janitor: NodeJS.Timeout | null = null
  const discardOnce = async (): Promise<void> => {
    if (await jobs.isOurs('recordings.discard')) await discardRaw(context)
  }
  const discard = (): void =>
    void discardOnce().catch((thrown: unknown) => log.error({ err: thrown }, 'discard'))
  return {
    routes: recordingRoutes(context, guests),
    topics: [
      {
        kind: 'recording',
        mayListen: async (actor, id) => {
          const row = await repo.recording(id as RecordingId)
          return row !== null && (await lessons.abilitiesOf(actor, row.lessonId)).includes('view')
        },
      },
    ],
    queries: queriesOf(context),
    sweep: assembly.sweep,
    idle: assembly.idle,
    start: () => {
      assembly.start()
      discard()
      janitor = setInterval(discard, DISCARD_EVERY_MS)
      janitor.unref()
    },
    close: async () => {
      if (janitor) clearInterval(janitor)
      news.close()
      await assembly.close()
    },
  }
}
