import { z } from 'zod'
import { lessonRoleSchema } from '../access/roles.ts'
import { endpoint } from '../http/endpoint.ts'
import { orgIdSchema, userIdSchema } from '../ids.ts'
import { instantSchema } from '../time.ts'
import {
  activitySchema,
  deviceCheckSchema,
  deviceFindingsSchema,
  lessonSchema,
  lessonSummarySchema,
  slidesSchema,
} from './model.ts'

const siteInput = z.strictObject({
  school: z.string().trim().max(60),
  className: z.string().trim().max(40),
  headcount: z.number().int().min(0).max(200),
  teacherId: userIdSchema.nullable(),
})

const lessonInput = {
  title: z.string().trim().min(1).max(80),
  subject: z.string().trim().max(20),
  grade: z.string().trim().max(20),
  unit: z.string().trim().max(60),
  lengthMin: z.number().int().min(1).max(240),
  startsAt: instantSchema.nullable(),
  near: siteInput,
  /** Null: one room only. */
  far: siteInput.nullable(),
}

export const createLesson = endpoint({
  method: 'POST',
  path: '/lessons',
  access: 'person',
  body: z.strictObject({ ...lessonInput, groupId: orgIdSchema }),
  response: lessonSchema,
})

export const updateLesson = endpoint({
  method: 'PATCH',
  path: '/lessons/:lessonId',
  access: 'person',
  body: z.strictObject(lessonInput).partial(),
  response: lessonSchema,
})

export const readLesson = endpoint({
  method: 'GET',
  path: '/lessons/:lessonId',
  access: 'person',
  response: lessonSchema,
})

export const listLessons = endpoint({
  method: 'GET',
  path: '/lessons',
  access: 'person',
  response: z.object({ lessons: z.array(lessonSummarySchema) }),
})

/** Gives a person a role on this lesson, or takes it away with null. Open sockets are closed at once. */
export const setLessonRole = endpoint({
  method: 'PUT',
  path: '/lessons/:lessonId/members/:userId',
  access: 'person',
  body: z.strictObject({ role: lessonRoleSchema.nullable() }),
  response: lessonSchema,
})

export const archiveLesson = endpoint({
  method: 'POST',
  path: '/lessons/:lessonId/archive',
  access: 'person',
  body: z.strictObject({ archived: z.boolean() }),
  response: lessonSchema,
})

/** What this person's device check has just found; the one before is replaced. For who teaches. */
export const saveDeviceCheck = endpoint({
  method: 'PUT',
  path: '/lessons/:lessonId/device-check',
  access: 'person',
  body: deviceFindingsSchema,
  response: deviceCheckSchema,
})

export const readLessonActivity = endpoint({
  method: 'GET',
  path: '/lessons/:lessonId/activity',
  access: 'person',
  response: z.object({ activity: z.array(activitySchema) }),
})

/** Raw PDF body, `?name=`; at most SLIDES_LIMIT_MB. Not JSON: see server/features/lessons/slides. */
export const SLIDES_LIMIT_MB = 60
export const SLIDES_LIMIT_PAGES = 200
export const uploadSlides = endpoint({
  method: 'PUT',
  path: '/lessons/:lessonId/slides',
  access: 'person',
  query: z.object({ name: z.string().min(1).max(200) }),
  response: slidesSchema,
})

export const waitingSchema = z.object({
  kind: z.enum([
    'plan.minutes-over',
    'comment.question',
    'device.check',
    'recording.uncoded',
    'lesson.no-slides',
    'recording.unshared',
  ]),
  lessonId: z.string(),
  lessonTitle: z.string(),
  detail: z.string(),
  /** Number the sentence needs: minutes over, open questions, … */
  count: z.number(),
  dueAt: instantSchema.nullable(),
})

/** A teacher's day: the next lesson, what waits for me, what my group did, this week. */
export const readHome = endpoint({
  method: 'GET',
  path: '/home',
  access: 'person',
  response: z.object({
    now: instantSchema,
    groupName: z.string().nullable(),
    schoolName: z.string().nullable(),
    next: lessonSchema.nullable(),
    today: z.array(lessonSummarySchema),
    week: z.array(lessonSummarySchema),
    recent: z.array(lessonSummarySchema),
    waiting: z.array(waitingSchema),
    activity: z.array(activitySchema),
    sample: z.boolean(),
  }),
})

export const removeSample = endpoint({
  method: 'DELETE',
  path: '/sample',
  access: 'admin',
  response: z.object({}),
})
