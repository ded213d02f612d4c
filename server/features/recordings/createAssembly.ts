import type { Bus } from '#server/platform/bus/Bus.ts'
import type { Jobs } from '#server/platform/cluster/Jobs.ts'
import type { Log } from '#server/platform/log.ts'
import { type RecordingId, recordingIdSchema } from '#shared/ids.ts'
import { assembleRecording, failureOf, type RunAssembly } from './assembleRecording.ts'
import type { Arrivals, Context } from './context.ts'
import type { RecordingRow } from './rows.ts'

/** After the stop: this long without a new slice, then with what is there. */
const SILENCE_MS = 60_000
const SWEEP_MS = 5_000
const ATTEMPTS = 3
const RETRY_MS = 10_000

/** Every site has brought something, and everything announced has arrived. */
const isComplete = async (
  { repo, lessons }: Context,
  { recordingId, lessonId }: RecordingRow,
): Promise<boolean> => {
  const segments = await repo.segments(recordingId)
  const counts = await repo.sliceCounts(recordingId)
  const lesson = await lessons.read(lessonId)
  const heard = new Set(segments.map((segment) => segment.site))
  return (
    segments.length > 0 &&
    (lesson?.sites ?? []).every(({ site, teacher }) => !teacher || heard.has(site)) &&
    segments.every(
      (segment) =>
        segment.closed && (counts.get(segment.segmentId) ?? 0) >= (segment.sliceCount ?? 0),
    )
  )
}

/** First time ready: the lesson moves on to 研课 and its group hears of it. */
const celebrate = async ({ lessons }: Context, recording: RecordingRow): Promise<void> => {
  const lesson = await lessons.read(recording.lessonId)
  if (lesson && (lesson.stage === 'plan' || lesson.stage === 'teach'))
    await lessons.setStage(recording.lessonId, 'study')
  await lessons.note({
    kind: 'recording.ready',
    lessonId: recording.lessonId,
    actorId: null,
    detail: '',
  })
  lessons.changed(recording.lessonId)
}

const ARRIVED = 'recordings.arrived'

/** When something last arrived; the assembly is told of every arrival. */
export const createArrivals = (now: () => number, bus: Bus) => {
  const startedMs = now()
  const last = new Map<RecordingId, { readonly atMs: number; readonly count: number }>()
  const hooks = { consider: (_recordingId: RecordingId): void => undefined }
  // Slices arrive at any node, and one of them puts the recording together.
  bus.subscribe(ARRIVED, (message) => {
    const recordingId = recordingIdSchema.parse(message)
    last.set(recordingId, { atMs: now(), count: (last.get(recordingId)?.count ?? 0) + 1 })
  })
  const arrivals: Arrivals = {
    touch: (recordingId) => bus.publish(ARRIVED, recordingId),
    lastMs: (recordingId) => last.get(recordingId)?.atMs ?? startedMs,
    count: (recordingId) => last.get(recordingId)?.count ?? 0,
    consider: (recordingId) => hooks.consider(recordingId),
  }
  return { arrivals, onConsider: (act: (id: RecordingId) => void) => (hooks.consider = act) }
}

type Options = {
  readonly run: RunAssembly
  readonly workDir: string
  readonly jobs: Jobs
}

const JOB = 'recordings.assemble'
type Work = Context & { readonly options: Options; readonly stop: AbortSignal }

/** After a failure: wall clock ms from which to try again. */
type Retries = Map<RecordingId, number>

const fail = async (
  work: Work,
  retries: Retries,
  recording: RecordingRow,
  thrown: unknown,
): Promise<void> => {
  const { repo, clock, log, news } = work
  // Stopped with the server, not by itself: no attempt was used up.
  if (work.stop.aborted)
    return repo.updateRecording(recording.recordingId, { attempts: recording.attempts })
  const failure = failureOf(thrown)
  // Nothing to read stays nothing: only what may get better is tried again.
  const isFinal = failure === 'nothing' || failure === 'media' || recording.attempts + 1 >= ATTEMPTS
  log.error({ recordingId: recording.recordingId, err: thrown }, 'assembly failed')
  await repo.updateRecording(recording.recordingId, {
    status: isFinal ? 'failed' : 'processing',
    failure: isFinal ? failure : null,
  })
  retries.set(recording.recordingId, clock.now() + RETRY_MS * (recording.attempts + 1))
  await news.tell(recording.recordingId)
}

/** One attempt. */
const assemble = async (work: Work, retries: Retries, recordingId: RecordingId): Promise<void> => {
  const { repo, news, arrivals } = work
  const recording = await repo.recording(recordingId)
  if (!recording || recording.status === 'ready' || work.stop.aborted) return
  // Attempts are counted before they are made: one that takes the process down counts too.
  if (recording.attempts >= ATTEMPTS)
    return fail(work, retries, recording, new Error('attempts used up'))
  const wasReady = (await repo.parts(recordingId)).length > 0
  await repo.updateRecording(recordingId, {
    status: 'processing',
    progress: 0,
    attempts: recording.attempts + 1,
  })
  await news.tell(recordingId)
  const arrived = arrivals.count(recordingId)
  try {
    await assembleRecording(work, recording, { ...work.options, signal: work.stop })
  } catch (thrown) {
    return fail(work, retries, recording, thrown)
  }
  // A slice that came while we were joining belongs in: once more.
  const isLate = arrivals.count(recordingId) > arrived
  await repo.updateRecording(recordingId, {
    attempts: 0,
    ...(isLate ? { status: 'uploading' as const } : {}),
  })
  if (!wasReady) await celebrate(work, recording)
  await news.tell(recordingId)
}

/** One recording after another. */
const createQueue = (log: Log, act: (recordingId: RecordingId) => Promise<void>) => {
  const queued = new Set<RecordingId>()
  let line: Promise<void> = Promise.resolve()
  return {
    add: (recordingId: RecordingId): void => {
      if (queued.has(recordingId)) return
      queued.add(recordingId)
      line = line
        .then(() => act(recordingId))
        .catch((thrown: unknown) => log.error({ recordingId, err: thrown }, 'assembly failed'))
        .finally(() => queued.delete(recordingId))
    },
    idle: async (): Promise<void> => {
      while (queued.size > 0) await line
    },
  }
}

/**
 * Waits until an ended recording is complete or silent, then assembles, one recording at a time,
 * three attempts each. State is in the rows: a restarted server goes on where this one stopped.
 */
export const createAssembly = (context: Context, options: Options) => {
  const { repo, clock, log, arrivals } = context
  const stop = new AbortController()
  const work: Work = { ...context, options, stop: stop.signal }
  const retries: Retries = new Map()
  const queue = createQueue(log, (recordingId) => assemble(work, retries, recordingId))
  let timer: NodeJS.Timeout | null = null

  const consider = async (recordingId: RecordingId): Promise<void> => {
    // Another node's sweep finds it within seconds.
    if (!(await options.jobs.isOurs(JOB))) return
    const recording = await repo.recording(recordingId)
    if (recording?.status === 'uploading' && (await isComplete(context, recording)))
      queue.add(recordingId)
  }
  const sweep = async (): Promise<void> => {
    if (!(await options.jobs.isOurs(JOB))) return
    for (const recording of await repo.recordingsIn(['recording', 'uploading', 'processing'])) {
      const { recordingId, status } = recording
      const isSilent = clock.now() - arrivals.lastMs(recordingId) >= SILENCE_MS
      if (status === 'recording' && isSilent) await endForgotten(context, recording)
      if (status === 'uploading' && (isSilent || (await isComplete(context, recording))))
        queue.add(recordingId)
      if (status === 'processing' && clock.now() >= (retries.get(recordingId) ?? 0))
        queue.add(recordingId)
    }
  }
  const guarded = (act: () => Promise<void>): void =>
    void act().catch((thrown: unknown) => log.error({ err: thrown }, 'assembly check failed'))

  return {
    consider: (recordingId: RecordingId): void => guarded(() => consider(recordingId)),
    sweep,
    /** Resolves when nothing is being assembled; for tests and for stopping. */
    idle: queue.idle,
    start: (): void => {
      // What failed for good gets another chance with a new process: its slices are all there.
      guarded(async () => {
        if (await options.jobs.isOurs(JOB)) await reviveFailed(context)
      })
      timer = setInterval(() => guarded(sweep), SWEEP_MS)
      timer.unref()
    },
    close: async (): Promise<void> => {
      if (timer) clearInterval(timer)
      stop.abort()
      await queue.idle()
    },
  }
}

/** The server died between the end of a lesson and the end of its recording: consent is over, nothing arrives. */
const endForgotten = async (context: Context, recording: RecordingRow): Promise<void> => {
  const { repo, classrooms, loader } = context
  const segments = await repo.segments(recording.recordingId)
  for (const { site, personId } of segments)
    if (
      recording.classroomId &&
      personId &&
      (await classrooms.mayKeep(recording.classroomId, site, personId))
    )
      return
  // Without a segment nobody can be asked; after a school day nobody comes any more.
  const isOld = context.clock.now() - recording.createdAtMs > 8 * 3_600_000
  if (segments.length === 0 && !isOld) return
  // Slices are a little longer than a second, and late ones may follow: rather too late a stop.
  const { startMs, endMs } = await loader.load(recording)
  const slackMs = Math.round((endMs - startMs) * 0.1) + 5_000
  await repo.updateRecording(recording.recordingId, {
    status: 'uploading',
    endMs: endMs + slackMs,
  })
}

const reviveFailed = async ({ repo }: Context): Promise<void> => {
  for (const recording of await repo.recordingsIn(['failed']))
    if (recording.failure !== 'nothing')
      await repo.updateRecording(recording.recordingId, {
        status: 'uploading',
        attempts: 0,
        failure: null,
      })
}
