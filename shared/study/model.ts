import { z } from 'zod'
import { hueSchema } from '../accounts/model.ts'
import { markIdSchema, passIdSchema, recordingIdSchema, userIdSchema } from '../ids.ts'
import { siteSchema } from '../lessons/model.ts'
import { instantSchema, sessionMsSchema } from '../time.ts'

/** A comment at a moment (endMs = startMs) or over a clip of the recording; a reply names its thread. */
export const markSchema = z.object({
  markId: markIdSchema,
  recordingId: recordingIdSchema,
  authorId: userIdSchema,
  authorName: z.string(),
  authorHue: hueSchema,
  startMs: sessionMsSchema,
  endMs: sessionMsSchema,
  site: siteSchema.nullable(),
  text: z.string().min(1).max(2000),
  replyTo: markIdSchema.nullable(),
  resolved: z.boolean(),
  createdAt: instantSchema,
})
export type Mark = z.infer<typeof markSchema>

/** T 教师行为, S everything else. */
export const stCodeSchema = z.enum(['T', 'S'])
export type StCode = z.infer<typeof stCodeSchema>

/** From `atMs` on the lesson is `code`, until the next point. Sorted by time, one per moment. */
export const switchPointSchema = z.object({ atMs: sessionMsSchema, code: stCodeSchema })
export type SwitchPoint = z.infer<typeof switchPointSchema>

/** One coder's way through a recording. Others' open passes are withheld: coding is blind. */
export const passSchema = z.object({
  passId: passIdSchema,
  recordingId: recordingIdSchema,
  coderId: userIdSchema,
  coderName: z.string(),
  coderHue: hueSchema,
  scheme: z.literal('st'),
  /** Sampling interval the result was computed with; stored with it because Ch depends on it. */
  deltaMs: z.number().int(),
  points: z.array(switchPointSchema),
  /** Coded up to here; a finished pass covers the whole recording. */
  coveredMs: sessionMsSchema,
  finished: z.boolean(),
  updatedAt: instantSchema,
})
export type Pass = z.infer<typeof passSchema>
