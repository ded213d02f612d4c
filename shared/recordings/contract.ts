import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { deviceIdSchema, segmentIdSchema } from '../ids.ts'
import { siteSchema } from '../lessons/model.ts'
import { sessionMsSchema } from '../time.ts'
import { cameraViewSchema, recordingSchema, segmentSchema } from './model.ts'

export const readRecording = endpoint({
  method: 'GET',
  path: '/recordings/:recordingId',
  access: 'person',
  response: recordingSchema,
})

/** Newest first. */
export const listLessonRecordings = endpoint({
  method: 'GET',
  path: '/lessons/:lessonId/recordings',
  access: 'person',
  response: z.object({ recordings: z.array(recordingSchema) }),
})

/**
 * Puts right what a camera was said to show, or that the two sites were mixed up. For who manages
 * the lesson; what a share link shows follows at once.
 */
export const relabelRecording = endpoint({
  method: 'PATCH',
  path: '/recordings/:recordingId/labels',
  access: 'person',
  body: z.discriminatedUnion('change', [
    z.strictObject({
      change: z.literal('view'),
      site: siteSchema,
      view: cameraViewSchema,
      to: cameraViewSchema,
    }),
    z.strictObject({ change: z.literal('swap-sites') }),
  ]),
  response: recordingSchema,
})

/**
 * One run of one MediaRecorder. `startMs` is the session clock right before `start()`: the file's
 * zero lies 17–31 ms after it. Opening the same id again answers with what has been received.
 */
export const openSegment = endpoint({
  method: 'POST',
  path: '/recordings/:recordingId/segments',
  access: 'person',
  body: z.strictObject({
    segmentId: segmentIdSchema,
    deviceId: deviceIdSchema,
    site: siteSchema,
    view: cameraViewSchema,
    startMs: sessionMsSchema,
    mime: z.string().min(5).max(100),
  }),
  response: segmentSchema,
})

/**
 * Raw bytes, numbered from 0, at most 16 MB, idempotent; `x-slice-sha256` (hex) is checked. Kept only
 * while the consent allows, or when captured before the stop: `x-slice-at-ms` says when it begins.
 */
export const putSlice = endpoint({
  method: 'PUT',
  path: '/recordings/:recordingId/segments/:segmentId/slices/:number',
  access: 'person',
  response: z.object({ received: z.number().int() }),
})

/** Loudness of the microphone, 0…100 per 100 ms, from the segment's `fromIndex`-th tenth of a second on. */
export const putLevels = endpoint({
  method: 'POST',
  path: '/recordings/:recordingId/segments/:segmentId/levels',
  access: 'person',
  body: z.strictObject({
    fromIndex: z.number().int().min(0),
    values: z.array(z.number().int().min(0).max(100)).max(6000),
  }),
  response: z.object({}),
})

/** Recording of this segment is over; with every announced slice here the server assembles. */
export const closeSegment = endpoint({
  method: 'POST',
  path: '/recordings/:recordingId/segments/:segmentId/close',
  access: 'person',
  body: z.strictObject({
    sliceCount: z.number().int().min(0).max(100_000),
    endMs: sessionMsSchema,
  }),
  response: segmentSchema,
})

/** Bytes of a part, with ranges. Guests get only what their share permits. */
export const PART_PATH = '/recordings/:recordingId/parts/:partId'
