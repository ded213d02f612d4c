import { z } from 'zod'
import { siteSchema } from '../lessons/model.ts'
import { sessionMsSchema } from '../time.ts'

/** Flat triples x, y (0…1 of the slide), ms since the stroke began; at most 2,000 points. */
const pointsSchema = z.array(z.number()).max(6000)

/** What can happen in a lesson. Append-only, on the session clock; the recording's other half. */
export const classroomEventDataSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lesson.started') }),
  z.object({ type: z.literal('lesson.ended') }),
  z.object({
    type: z.literal('step.changed'),
    index: z.number().int(),
    stepId: z.string(),
    title: z.string(),
  }),
  z.object({ type: z.literal('page.changed'), page: z.number().int().min(1) }),
  z.object({ type: z.literal('floor.requested'), site: siteSchema }),
  z.object({ type: z.literal('floor.offered'), to: siteSchema }),
  z.object({ type: z.literal('floor.taken'), site: siteSchema }),
  z.object({ type: z.literal('floor.withdrawn'), site: siteSchema }),
  z.object({
    type: z.literal('ink.drawn'),
    strokeId: z.string(),
    site: siteSchema,
    page: z.number().int().min(1),
    width: z.number(),
    points: pointsSchema,
  }),
  z.object({ type: z.literal('ink.erased'), strokeId: z.string() }),
  z.object({
    type: z.literal('person.joined'),
    name: z.string(),
    role: z.string(),
    site: siteSchema.nullable(),
  }),
  z.object({ type: z.literal('person.left'), name: z.string(), site: siteSchema.nullable() }),
  z.object({ type: z.literal('recording.requested') }),
  z.object({
    type: z.literal('recording.answered'),
    answer: z.enum(['shown', 'agreed', 'declined']),
  }),
  z.object({ type: z.literal('recording.started') }),
  z.object({ type: z.literal('recording.stopped') }),
  z.object({ type: z.literal('media.changed'), site: siteSchema.nullable(), state: z.string() }),
])
export type ClassroomEventData = z.infer<typeof classroomEventDataSchema>

export const classroomEventSchema = z.object({
  seq: z.number().int(),
  atMs: sessionMsSchema,
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  data: classroomEventDataSchema,
})
export type ClassroomEvent = z.infer<typeof classroomEventSchema>
