import { personOf, type Route, serve, serveRaw } from '#server/platform/http/route.ts'
import type { GuestAccess } from '#server/platform/ports/GuestAccess.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { LessonId, RecordingId, SegmentId } from '#shared/ids.ts'
import {
  closeSegment as closeSegmentEndpoint,
  listLessonRecordings,
  openSegment as openSegmentEndpoint,
  putLevels as putLevelsEndpoint,
  putSlice as putSliceEndpoint,
  readRecording,
  relabelRecording,
} from '#shared/recordings/contract.ts'
import { SLICE_HASH_HEADER, SLICE_TIME_HEADER } from '#shared/recordings/rules.ts'
import { closeSegment } from './closeSegment.ts'
import type { Context } from './context.ts'
import { openSegment } from './openSegment.ts'
import { putLevels } from './putLevels.ts'
import { putSlice } from './putSlice.ts'
import { relabel } from './relabel.ts'
import { servePart } from './servePart.ts'

const numberOf = (text: string | undefined): number => {
  if (!text || !/^\d{1,5}$/.test(text)) throw new AppError('not-found')
  return Number(text)
}

const headerOf = (value: string | string[] | undefined, shape: RegExp): string | null => {
  if (value === undefined) return null
  if (Array.isArray(value) || !shape.test(value))
    throw new AppError('invalid-request', { data: [{ path: 'headers', issue: 'format' }] })
  return value
}

const sliceRoute = (context: Context): Route =>
  serveRaw(putSliceEndpoint, async (request, response, { actor }) => {
    const params = request.params as { recordingId: string; segmentId: string; number: string }
    const hash = headerOf(request.headers[SLICE_HASH_HEADER], /^[0-9a-f]{64}$/i)
    const time = headerOf(request.headers[SLICE_TIME_HEADER], /^-?\d{1,9}$/)
    const length = request.headers['content-length']
    const answer = await putSlice(context, personOf(actor), {
      recordingId: params.recordingId as RecordingId,
      segmentId: params.segmentId as SegmentId,
      number: numberOf(params.number),
      sha256: hash?.toLowerCase() ?? null,
      claimedMs: time === null ? null : Number(time),
      sizeBytes: length === undefined ? null : Number(length),
      body: request,
    })
    response.status(200).json(answer)
  })

const idsOf = (params: { readonly recordingId: string; readonly segmentId: string }) =>
  [params.recordingId as RecordingId, params.segmentId as SegmentId] as const

/** Everything recordings answer under `/api`. */
export const recordingRoutes = (context: Context, guests: GuestAccess): readonly Route[] => {
  const { repo, loader, lessons } = context
  return [
    serve(readRecording, async ({ actor, params }) => {
      const recording = await loader.find(params.recordingId as RecordingId)
      if (!recording) throw new AppError('not-found')
      await lessons.need(actor, recording.lessonId, 'view')
      return recording
    }),
    serve(listLessonRecordings, async ({ actor, params }) => {
      const lessonId = params.lessonId as LessonId
      await lessons.need(actor, lessonId, 'view')
      const rows = await repo.recordingsOf(lessonId)
      return { recordings: await Promise.all(rows.map(loader.load)) }
    }),
    serve(relabelRecording, ({ actor, params, body }) =>
      relabel(context, personOf(actor), params.recordingId as RecordingId, body),
    ),
    serve(openSegmentEndpoint, ({ actor, params, body }) =>
      openSegment(context, personOf(actor), params.recordingId as RecordingId, body),
    ),
    sliceRoute(context),
    serve(putLevelsEndpoint, async ({ actor, params, body }) => {
      await putLevels(context, personOf(actor), ...idsOf(params), body)
      return {}
    }),
    serve(closeSegmentEndpoint, ({ actor, params, body }) =>
      closeSegment(context, personOf(actor), ...idsOf(params), body),
    ),
    servePart(context, guests),
  ]
}
