import { createHash } from 'node:crypto'
import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { RecordingId, SegmentId } from '#shared/ids.ts'
import {
  capturedAtMs,
  isLateWelcome,
  MAX_SLICE_BYTES,
  wasBeforeStop,
} from '#shared/recordings/rules.ts'
import type { Context } from './context.ts'
import { sliceKey } from './keys.ts'
import { expectMore, isSettled } from './openSegment.ts'
import { ownSegment } from './ownSegment.ts'
import type { RecordingRow, SegmentRow } from './rows.ts'

const tooLarge = (): AppError =>
  new AppError('too-large', { data: { limitMb: MAX_SLICE_BYTES / 1024 / 1024 } })

/** The whole body or an error; a connection cut at byte k throws and leaves nothing behind. */
const readAll = async (body: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_SLICE_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Whether bytes captured at this moment may be kept; the first refusal is remembered as a cut. */
const isWelcome = async (
  context: Context,
  recording: RecordingRow,
  segment: SegmentRow,
  capturedMs: number,
): Promise<boolean> => {
  const { classrooms, repo } = context
  if (recording.status !== 'recording')
    return (
      wasBeforeStop(capturedMs, recording.endMs, segment.endMs) &&
      !(await isSettled(context, recording))
    )
  const mayKeep =
    recording.classroomId !== null &&
    segment.personId !== null &&
    (await classrooms.mayKeep(recording.classroomId, segment.site, segment.personId))
  if (!mayKeep) await repo.cutSegment(segment.segmentId, capturedMs)
  return mayKeep
}

/** Somebody who may no longer film this lesson: see `isLateWelcome`. */
const needLateWelcome = (
  { clock }: Context,
  recording: RecordingRow,
  segment: SegmentRow,
  slice: { readonly number: number; readonly capturedMs: number },
): void => {
  const stopMs = recording.status === 'recording' ? null : recording.endMs
  const endMs = Math.min(segment.endMs ?? stopMs ?? segment.startMs, stopMs ?? Number.MAX_VALUE)
  const endedAtMs = recording.createdAtMs + endMs - recording.startMs
  const filmed = { startMs: segment.startMs, endMs, sinceEndMs: clock.now() - endedAtMs }
  if (!isLateWelcome(slice, filmed)) throw new AppError('recordings/no-longer-yours')
}

/** One write per slice at a time, so that two uploads of one number cannot cross. */
const createTurns = () => {
  const last = new Map<string, Promise<unknown>>()
  return <T>(key: string, act: () => Promise<T>): Promise<T> => {
    const turn = (last.get(key) ?? Promise.resolve()).then(act, act)
    const settled = turn.then(
      () => undefined,
      () => undefined,
    )
    last.set(key, settled)
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key)
    })
    return turn
  }
}
const inTurn = createTurns()

type Slice = {
  readonly recordingId: RecordingId
  readonly segmentId: SegmentId
  readonly number: number
  readonly sha256: string | null
  readonly claimedMs: number | null
  readonly sizeBytes: number | null
  readonly body: AsyncIterable<Uint8Array>
}

/**
 * Keeps one slice: answered only when bytes and row are on the disk. The same bytes again are fine,
 * others are `recordings/slice-mismatch`; a wrong hash keeps nothing. Throws `storage-full`.
 */
export const putSlice = async (
  context: Context,
  actor: Person,
  slice: Slice,
): Promise<{ readonly received: number }> => {
  const { repo, storage } = context
  const { recordingId, segmentId, number } = slice
  if ((slice.sizeBytes ?? 0) > MAX_SLICE_BYTES) throw tooLarge()
  const { recording, segment } = await ownSegment(context, actor, recordingId, segmentId)
  const capturedMs = capturedAtMs(segment.startMs, number, slice.claimedMs)
  const abilities = await context.lessons.abilitiesOf(actor, recording.lessonId)
  const isTheirs = abilities.includes('teach')
  if (!isTheirs) needLateWelcome(context, recording, segment, { number, capturedMs })
  const isKept = isTheirs
    ? await isWelcome(context, recording, segment, capturedMs)
    : !(await isSettled(context, recording))
  if (!isKept) throw new AppError('recordings/not-recording')
  const content = await readAll(slice.body)
  const sha256 = createHash('sha256').update(content).digest('hex')
  if (content.length === 0 || (slice.sha256 !== null && slice.sha256 !== sha256))
    throw new AppError('invalid-request', { data: [{ path: 'body', issue: 'hash' }] })
  await inTurn(`${segmentId}/${number}`, async () => {
    const known = await repo.slice(segmentId, number)
    if (known && known.sha256 !== sha256) throw new AppError('recordings/slice-mismatch')
    if (known) return
    await storage.write(sliceKey(recordingId, segmentId, number), content)
    await repo.insertSlice(segmentId, { number, bytes: content.length, sha256 })
    await expectMore(context, recording)
  })
  context.news.tellSoon(recordingId)
  context.arrivals.consider(recordingId)
  return { received: number }
}
