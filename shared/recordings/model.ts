import { z } from 'zod'
import {
  classroomIdSchema,
  lessonIdSchema,
  recordingIdSchema,
  segmentIdSchema,
  userIdSchema,
} from '../ids.ts'
import { siteSchema } from '../lessons/model.ts'
import { instantSchema, sessionMsSchema } from '../time.ts'

/** recording → uploading (lesson over, slices still arriving) → processing → ready | failed */
export const recordingStatusSchema = z.enum([
  'recording',
  'uploading',
  'processing',
  'ready',
  'failed',
])
export type RecordingStatus = z.infer<typeof recordingStatusSchema>

/** What the camera looks at; a room view is never shown outside the two schools. */
export const cameraViewSchema = z.enum(['teacher', 'room'])
export type CameraView = z.infer<typeof cameraViewSchema>

/** One seekable file of one site. Usually one per track; more only when codecs changed in mid-lesson. */
export const partSchema = z.object({
  partId: z.string(),
  /** Session time of the file's zero. */
  startMs: sessionMsSchema,
  durationMs: z.number().int().min(0),
  mime: z.string(),
  sizeBytes: z.number().int(),
  hasVideo: z.boolean(),
})
export type Part = z.infer<typeof partSchema>

/** Stretch of session time for which a site has no bytes (reload, crash, consent withdrawn). */
export const gapSchema = z.object({ startMs: sessionMsSchema, endMs: sessionMsSchema })

export const trackSchema = z.object({
  site: siteSchema,
  view: cameraViewSchema,
  personId: userIdSchema.nullable(),
  parts: z.array(partSchema),
  gaps: z.array(gapSchema),
  /** Loudness 0…100 per `stepMs` of session time from `startMs`, measured at the microphone. */
  levels: z
    .object({
      startMs: sessionMsSchema,
      stepMs: z.number().int(),
      values: z.array(z.number().int().min(0).max(100)),
    })
    .nullable(),
})
export type Track = z.infer<typeof trackSchema>

export const recordingSchema = z.object({
  recordingId: recordingIdSchema,
  lessonId: lessonIdSchema,
  classroomId: classroomIdSchema.nullable(),
  status: recordingStatusSchema,
  createdAt: instantSchema,
  /** Session time of the first and last recorded moment over all sites. */
  startMs: sessionMsSchema,
  endMs: sessionMsSchema,
  tracks: z.array(trackSchema),
  /** 0…1 while uploading or processing. */
  progress: z.number().min(0).max(1),
  receivedSlices: z.number().int(),
  expectedSlices: z.number().int().nullable(),
  failure: z.string().nullable(),
})
export type Recording = z.infer<typeof recordingSchema>

export const segmentSchema = z.object({
  segmentId: segmentIdSchema,
  received: z.array(z.number().int()),
  closed: z.boolean(),
})
