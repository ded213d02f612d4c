import { accountsFeature } from '#server/features/accounts/index.ts'
import { classroomsFeature } from '#server/features/classrooms/index.ts'
import { lessonsFeature } from '#server/features/lessons/index.ts'
import { plansFeature } from '#server/features/plans/index.ts'
import { recordingsFeature } from '#server/features/recordings/index.ts'
import { createSample } from '#server/features/sample/index.ts'
import { sharesFeature } from '#server/features/shares/index.ts'
import { studyFeature } from '#server/features/study/index.ts'
import type { FeedHub } from '#server/platform/feed/feedHub.ts'
import type { ClassroomQueries } from '#server/platform/ports/ClassroomQueries.ts'
import type { GuestAccess } from '#server/platform/ports/GuestAccess.ts'
import type { LessonParts } from '#server/platform/ports/LessonAccess.ts'
import type { People, SampleLoader } from '#server/platform/ports/People.ts'
import type { PlanQueries } from '#server/platform/ports/PlanQueries.ts'
import type { RecordingQueries } from '#server/platform/ports/RecordingQueries.ts'
import type { StudyQueries } from '#server/platform/ports/StudyQueries.ts'
import type { DocRooms } from '#server/platform/sync/ports.ts'
import type { UserId } from '#shared/ids.ts'
import type { Drivers } from './drivers.ts'

/**
 * The slices, each handed what it asks of the others. Slices ask one another in both directions
 * (a lesson lists its recordings, a recording asks its lesson who may see it), so a question to a
 * slice that is made further down goes through a function and is asked only when a request comes.
 */
export const createFeatures = (parts: {
  readonly drivers: Drivers
  readonly feed: FeedHub
  readonly docs: DocRooms
  readonly dataDir: string
  /** Room for what is being assembled, on the same disk as the files. */
  readonly workDir: string
  /** Closes every socket of a person; what they may do is judged anew when the page comes back. */
  readonly endSockets: (userId: UserId) => void
}) => {
  const { db, clock, log, storage, media, cluster } = parts.drivers
  const { feed, docs, endSockets } = parts
  const sample: SampleLoader = {
    load: (place) => loader.load(place),
    remove: () => loader.remove(),
    isLoaded: () => loader.isLoaded(),
  }
  const accounts = accountsFeature({
    ...{ db, clock, log, sample, failures: cluster.failures },
    dataDir: parts.dataDir,
    endSockets,
    onSessionsEnded: async (userId) => {
      endSockets(userId)
      await classrooms.queries.putOut({ userIds: [userId] })
    },
  })
  const people: People = accounts.queries
  const guests: GuestAccess = {
    mayPlay: (actor, recordingId, partId) => shares.guests.mayPlay(actor, recordingId, partId),
    mayReadFile: (actor, fileId) => shares.guests.mayReadFile(actor, fileId),
  }
  const lessons = lessonsFeature({
    ...{ db, clock, log, storage, feed, docs, people, sample, guests },
    parts: lessonParts(() => ({ plans, classrooms, recordings, study })),
  })
  const plans = plansFeature({ db, clock, log, docs, lessons: lessons.queries, people })
  const classrooms = classroomsFeature({
    ...{ db, clock, log, docs, people },
    media: media.media,
    mediaEvents: media.webhook,
    lessons: lessons.queries,
    plans: plans.queries,
    recordings: {
      begin: (recording) => recordings.queries.begin(recording),
      end: (recordingId, endMs) => recordings.queries.end(recordingId, endMs),
    },
  })
  const recordings = recordingsFeature({
    ...{ db, clock, log, storage, feed, guests },
    ...{ bus: cluster.bus, jobs: cluster.jobs },
    workDir: parts.workDir,
    lessons: lessons.queries,
    classrooms: classrooms.queries,
  })
  const study = studyFeature({
    ...{ db, clock, log, feed, people },
    lessons: lessons.queries,
    recordings: recordings.queries,
  })
  const asked = {
    lessons: lessons.queries,
    plans: plans.queries,
    classrooms: classrooms.queries,
    recordings: recordings.queries,
    study: study.queries,
  }
  const shares = sharesFeature({ ...{ db, clock, log, feed, people }, ...asked })
  const loader = createSample({
    ...{ db, clock, log, storage, docs, people, endSockets },
    ...asked,
  })
  return {
    accounts,
    shares,
    all: [accounts, lessons, plans, classrooms, recordings, study, shares],
  }
}

type Hanging = {
  readonly plans: { readonly queries: PlanQueries }
  readonly classrooms: { readonly queries: ClassroomQueries }
  readonly recordings: { readonly queries: RecordingQueries }
  readonly study: { readonly queries: StudyQueries }
}

/** What a lesson asks of the slices that hang on it, by way of functions: they are made after it. */
const lessonParts = (of: () => Hanging): LessonParts => ({
  keepSeed: (within, plan) => of().plans.queries.keepSeed(within, plan),
  createPlan: (plan) => of().plans.queries.create(plan),
  planSummaries: (planIds) => of().plans.queries.summaries(planIds),
  recordingCounts: (lessonIds) => of().recordings.queries.counts(lessonIds),
  latestClassroom: async (lessonId) =>
    (await of().classrooms.queries.latest(lessonId))?.classroomId ?? null,
  classroomsOf: (lessonId) => of().classrooms.queries.ofLesson(lessonId),
  putOut: (lessonId, userIds) => of().classrooms.queries.putOut({ lessonId, userIds }),
  stopFilming: (lessonId, userIds) => of().recordings.queries.cutOff(lessonId, userIds),
  isBeingTaught: async (lessonId) =>
    (await of().classrooms.queries.latest(lessonId))?.phase === 'live',
  latestRecording: async (lessonId) =>
    (await of().recordings.queries.latest(lessonId))?.recordingId ?? null,
  isCodedBy: (recordingId, userId) => of().study.queries.isCodedBy(recordingId, userId),
})
