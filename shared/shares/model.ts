import { z } from 'zod'
import { classroomEventSchema } from '../classrooms/events.ts'
import { lessonIdSchema, shareIdSchema } from '../ids.ts'
import { lessonSiteSchema, planStepSchema, siteSchema, slidesSchema } from '../lessons/model.ts'
import { partSchema } from '../recordings/model.ts'
import { instantSchema } from '../time.ts'

/** What the link shows besides plan and history. Room views are never among it. */
export const sharePartsSchema = z.object({
  /** Sound and picture of cameras that look at a teacher. */
  teacherVideo: z.boolean(),
  slides: z.boolean(),
  findings: z.boolean(),
})
export type ShareParts = z.infer<typeof sharePartsSchema>

export const shareSchema = z.object({
  shareId: shareIdSchema,
  lessonId: lessonIdSchema,
  createdBy: z.string(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  revokedAt: instantSchema.nullable(),
  parts: sharePartsSchema,
  views: z.number().int(),
})
export type Share = z.infer<typeof shareSchema>

/** One station of the lesson's way: who did what when. `atMs` opens that moment of the recording. */
export const processStationSchema = z.object({
  kind: z.enum(['draft', 'discuss', 'teach', 'record', 'study', 'archive']),
  at: instantSchema.nullable(),
  people: z.array(z.string()),
  counts: z.record(z.string(), z.number()),
})

/** Everything the process page shows; made on the server so that nothing else can leak. */
export const processPageSchema = z.object({
  lessonTitle: z.string(),
  subject: z.string(),
  grade: z.string(),
  unit: z.string(),
  sites: z.array(
    lessonSiteSchema.omit({ teacher: true }).extend({ teacherName: z.string().nullable() }),
  ),
  lengthMin: z.number(),
  steps: z.array(planStepSchema),
  /** Milliseconds each step really took; empty before the lesson was taught. */
  actualMs: z.array(z.number()),
  stations: z.array(processStationSchema),
  slides: slidesSchema.nullable(),
  recording: z
    .object({
      startMs: z.number(),
      endMs: z.number(),
      tracks: z.array(
        z.object({ site: siteSchema, parts: z.array(partSchema.extend({ url: z.string() })) }),
      ),
      events: z.array(classroomEventSchema),
    })
    .nullable(),
  findings: z.array(
    z.object({ text: z.string(), author: z.string(), atMs: z.number().nullable() }),
  ),
  expiresAt: instantSchema,
})
export type ProcessPage = z.infer<typeof processPageSchema>
