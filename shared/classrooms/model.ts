import { z } from 'zod'
import {
  classroomIdSchema,
  deviceIdSchema,
  lessonIdSchema,
  recordingIdSchema,
  userIdSchema,
} from '../ids.ts'
import { planStepSchema, siteSchema, slidesSchema } from '../lessons/model.ts'
import { instantSchema, sessionMsSchema } from '../time.ts'

/** 候课 · 上课中 · 已下课 */
export const classroomPhaseSchema = z.enum(['waiting', 'live', 'ended'])
export type ClassroomPhase = z.infer<typeof classroomPhaseSchema>

/** What somebody is in the classroom. Nobody is invisible: observers are listed like everyone. */
export const classroomRoleSchema = z.enum(['lead', 'assist', 'observer'])
export type ClassroomRole = z.infer<typeof classroomRoleSchema>

/**
 * `console` is the teacher's desk, `screen` the big screen of a room (no controls but its own),
 * `phone` a teacher walking about, `observe` somebody who watches.
 */
export const surfaceSchema = z.enum(['console', 'screen', 'phone', 'observe'])
export type Surface = z.infer<typeof surfaceSchema>

export const presentPersonSchema = z.object({
  deviceId: deviceIdSchema,
  userId: userIdSchema,
  name: z.string(),
  role: classroomRoleSchema,
  site: siteSchema.nullable(),
  surface: surfaceSchema,
  /** This device publishes its site's camera and microphone, so it is the one that records. */
  publishes: z.boolean(),
})
export type PresentPerson = z.infer<typeof presentPersonSchema>

export const consentAnswerSchema = z.enum(['shown', 'agreed', 'declined'])
export type ConsentAnswer = z.infer<typeof consentAnswerSchema>

/** off → requested → recording → stopped; reliability.md's consent machine, enforced by the server. */
export const recordingPhaseSchema = z.enum(['off', 'requested', 'recording', 'stopped'])

/**
 * The privileged half of the Y.Doc `classroom:<id>`: root Y.Map `state`, one key per field below,
 * each a plain JSON value, written by the server only. `sessionMs` fields count from 上课.
 */
export const classroomStateSchema = z.object({
  phase: classroomPhaseSchema,
  /** Wall clock of session zero (the server's), null while waiting. */
  startedAtMs: z.number().nullable(),
  endedMs: sessionMsSchema.nullable(),
  steps: z.array(planStepSchema),
  stepIndex: z.number().int().min(-1),
  stepStartedMs: sessionMsSchema.nullable(),
  /** Milliseconds used by each step so far, not counting the current run of the current one. */
  stepUsedMs: z.array(z.number()),
  page: z.number().int().min(1),
  slides: slidesSchema.nullable(),
  floor: siteSchema,
  floorSinceMs: sessionMsSchema,
  /** A site asked for the floor and waits. */
  floorRequest: z.object({ site: siteSchema, by: z.string(), atMs: sessionMsSchema }).nullable(),
  /** The holder offered the floor to the other site and waits for it to be taken. */
  floorOffer: z.object({ to: siteSchema, by: z.string(), atMs: sessionMsSchema }).nullable(),
  recording: z.object({
    phase: recordingPhaseSchema,
    recordingId: recordingIdSchema.nullable(),
    requestedBy: z.string().nullable(),
    startedMs: sessionMsSchema.nullable(),
    /** One entry per person (not per device). */
    answers: z.record(z.string(), consentAnswerSchema),
  }),
  people: z.array(presentPersonSchema),
  /** `building` while the media server is being made, `down` when it cannot be reached. */
  media: z.enum(['ready', 'building', 'down', 'absent']),
})
export type ClassroomState = z.infer<typeof classroomStateSchema>

/**
 * The shared half: root Y.Map `ink`, key strokeId → Y.Map {
 *   site, page, by (userId), width, startMs, done: boolean, erased: boolean,
 *   points: Y.Array<number> — flat triples x, y (0…1 of the slide) and milliseconds since startMs }.
 * A stroke's author appends points and may set done and erased; nobody else may touch it.
 */
export type InkStroke = {
  readonly strokeId: string
  readonly site: z.infer<typeof siteSchema>
  readonly page: number
  readonly by: string
  readonly width: number
  readonly startMs: number
  readonly done: boolean
  readonly erased: boolean
  readonly points: readonly number[]
}

export const mediaTicketSchema = z.object({
  url: z.string(),
  token: z.string(),
  expiresAt: instantSchema,
})

export const classroomSchema = z.object({
  classroomId: classroomIdSchema,
  lessonId: lessonIdSchema,
  phase: classroomPhaseSchema,
  role: classroomRoleSchema,
  site: siteSchema.nullable(),
  startedAtMs: z.number().nullable(),
})
export type Classroom = z.infer<typeof classroomSchema>
