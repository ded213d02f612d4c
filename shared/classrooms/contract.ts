import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { deviceIdSchema } from '../ids.ts'
import { lessonSchema } from '../lessons/model.ts'
import { sessionMsSchema } from '../time.ts'
import { classroomEventSchema } from './events.ts'
import { classroomSchema, consentAnswerSchema, mediaTicketSchema, surfaceSchema } from './model.ts'

/** Opens the lesson's classroom, or answers with the one that is open. */
export const openClassroom = endpoint({
  method: 'POST',
  path: '/lessons/:lessonId/classroom',
  access: 'person',
  response: classroomSchema,
})

export const readClassroom = endpoint({
  method: 'GET',
  path: '/classrooms/:classroomId',
  access: 'person',
  response: z.object({
    classroom: classroomSchema,
    lesson: lessonSchema,
    media: z.enum(['ready', 'building', 'down', 'absent']),
  }),
})

/**
 * Enters with one device. The ticket is null when there is no media server (`media` says why);
 * ask again to rejoin: issuing a ticket also makes the media room anew after a crash.
 */
export const joinClassroom = endpoint({
  method: 'POST',
  path: '/classrooms/:classroomId/join',
  access: 'person',
  body: z.strictObject({
    deviceId: deviceIdSchema,
    surface: surfaceSchema,
    publishes: z.boolean(),
    /** A page that was told to watch only, because a newer one took its site over, wants it back. */
    takeOver: z.boolean().optional(),
  }),
  response: z.object({ classroom: classroomSchema, ticket: mediaTicketSchema.nullable() }),
})

/** `atMs`: when the sender did it, on the session clock; believed within ±3 s of the server's. */
const at = { atMs: sessionMsSchema.optional() }
export const classroomCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('lesson.start'), ...at }),
  z.strictObject({ type: z.literal('lesson.end'), ...at }),
  z.strictObject({ type: z.literal('step.go'), index: z.number().int().min(0).max(200), ...at }),
  z.strictObject({ type: z.literal('page.go'), page: z.number().int().min(1).max(500), ...at }),
  z.strictObject({ type: z.literal('floor.request'), ...at }),
  z.strictObject({ type: z.literal('floor.offer'), ...at }),
  z.strictObject({ type: z.literal('floor.take'), ...at }),
  z.strictObject({ type: z.literal('floor.withdraw'), ...at }),
  z.strictObject({ type: z.literal('recording.request'), ...at }),
  z.strictObject({ type: z.literal('recording.answer'), answer: consentAnswerSchema, ...at }),
  z.strictObject({ type: z.literal('recording.stop'), ...at }),
])
export type ClassroomCommand = z.infer<typeof classroomCommandSchema>

/** One command; its effect arrives by the Y.Doc and is an event in the log. `site` is the sender's claim, checked. */
export const commandClassroom = endpoint({
  method: 'POST',
  path: '/classrooms/:classroomId/commands',
  access: 'person',
  body: z.strictObject({ deviceId: deviceIdSchema, command: classroomCommandSchema }),
  response: z.object({ atMs: sessionMsSchema }),
})

export const readClassroomEvents = endpoint({
  method: 'GET',
  path: '/classrooms/:classroomId/events',
  access: 'person',
  response: z.object({ events: z.array(classroomEventSchema) }),
})

/**
 * Raw bytes to measure the way to our own server with: GET `?bytes=` answers that many (at most
 * PROBE_LIMIT_BYTES), POST swallows what it is sent and answers 204.
 */
export const PROBE_PATH = '/network-probe'
export const PROBE_LIMIT_BYTES = 512 * 1024
