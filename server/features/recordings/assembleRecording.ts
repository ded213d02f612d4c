import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '#server/platform/ids.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { RecordingFailure } from '#shared/recordings/rules.ts'
import type { runThread } from './assemble/runThread.ts'
import type { MadePart, SegmentFiles, TrackJob } from './assemble/types.ts'
import type { Context } from './context.ts'
import { gapsKey, partKey, sliceKey } from './keys.ts'
import type { PartRow, RecordingRow, SegmentRow } from './rows.ts'

/** Nothing readable was found in what arrived. */
export class NothingToAssemble extends Error {
  override readonly name = 'NothingToAssemble'
  readonly failure: RecordingFailure
  constructor(failure: RecordingFailure) {
    super(failure)
    this.failure = failure
  }
}

/** Runs one site's job; a seam so that tests can see it fail. */
export type RunAssembly = typeof runThread

type Options = {
  readonly run: RunAssembly
  /** Where files are made before they move to storage; roomy enough for one site's lesson. */
  readonly workDir: string
  readonly signal: AbortSignal
}

/** Rows whose bytes are really there: what a crash or a careless hand removed is a hole. */
const filesOf = async (
  { repo, storage }: Context,
  segment: SegmentRow,
): Promise<SegmentFiles | null> => {
  const slices = []
  for (const { number, bytes } of await repo.slices(segment.segmentId)) {
    const key = sliceKey(segment.recordingId, segment.segmentId, number)
    if ((await storage.size(key)) === bytes) slices.push({ number, bytes, key })
  }
  return slices.length > 0 ? { startMs: segment.startMs, mime: segment.mime, slices } : null
}

type SiteJob = { readonly first: SegmentRow; readonly job: TrackJob; readonly bytes: number }

/** One job per site and view. */
const jobsOf = async (context: Context, recording: RecordingRow): Promise<readonly SiteJob[]> => {
  const segments = await context.repo.segments(recording.recordingId)
  const groups = new Map<string, SegmentRow[]>()
  for (const segment of segments) {
    const key = `${segment.site}/${segment.view}`
    groups.set(key, [...(groups.get(key) ?? []), segment])
  }
  const jobs: SiteJob[] = []
  for (const group of groups.values()) {
    const files: SegmentFiles[] = []
    for (const segment of group) {
      const own = await filesOf(context, segment)
      if (own) files.push(own)
    }
    const first = group[0]
    const bytes = files.flatMap((own) => own.slices).reduce((sum, slice) => sum + slice.bytes, 0)
    if (first && files.length > 0)
      jobs.push({ first, bytes, job: { segments: files, untilMs: recording.endMs } })
  }
  return jobs
}

/** Moves a finished file to storage, its holes beside it. */
const store = async (
  { storage }: Context,
  { first }: SiteJob,
  part: MadePart,
): Promise<PartRow> => {
  const partId = newId<string>()
  const fileKey = partKey(first.recordingId, partId, part.mime)
  await storage.write(gapsKey(fileKey), new TextEncoder().encode(JSON.stringify(part.gaps)))
  const { bytes } = await storage.write(fileKey, createReadStream(part.file))
  return {
    partId,
    recordingId: first.recordingId,
    site: first.site,
    view: first.view,
    personId: first.personId,
    startMs: part.startMs,
    durationMs: part.durationMs,
    mime: part.mime,
    bytes,
    hasVideo: part.hasVideo,
    fileKey,
  }
}

/**
 * Makes one seekable file per site out of everything that has arrived, then swaps it in with one
 * commit; until then older parts stay playable and a failure leaves all slices where they are.
 */
export const assembleRecording = async (
  context: Context,
  recording: RecordingRow,
  options: Options,
): Promise<readonly PartRow[]> => {
  const { repo, storage, news } = context
  const jobs = await jobsOf(context, recording)
  if (jobs.length === 0) throw new NothingToAssemble('nothing')
  const total = jobs.reduce((sum, job) => sum + job.bytes, 0)
  const folder = await mkdtemp(join(options.workDir, 'yanke-assemble-'))
  const rows: PartRow[] = []
  let before = 0
  try {
    for (const job of jobs) {
      const made = await options.run({
        job: job.job,
        folder,
        storage,
        signal: options.signal,
        onProgress: (done) => {
          const progress = Math.min(0.99, (before + done * job.bytes) / total)
          void repo.updateRecording(recording.recordingId, { progress }).catch(() => undefined)
          news.tellSoon(recording.recordingId)
        },
      })
      for (const part of made) rows.push(await store(context, job, part))
      for (const part of made) await rm(part.file, { force: true })
      before += job.bytes
    }
    if (rows.length === 0) throw new NothingToAssemble('media')
    const old = await repo.parts(recording.recordingId)
    await repo.replaceParts(recording.recordingId, rows)
    await discard(context, old)
    return rows
  } catch (thrown) {
    await discard(context, rows)
    throw thrown
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const discard = async ({ storage }: Context, rows: readonly PartRow[]): Promise<void> => {
  for (const row of rows) {
    await storage.remove(row.fileKey)
    await storage.remove(gapsKey(row.fileKey))
  }
}

export const failureOf = (thrown: unknown): RecordingFailure => {
  if (thrown instanceof NothingToAssemble) return thrown.failure
  if (thrown instanceof AppError && thrown.code === 'storage-full') return 'storage'
  if ((thrown as NodeJS.ErrnoException | null)?.code === 'ENOSPC') return 'storage'
  return 'internal'
}

export const defaultWorkDir = tmpdir()
