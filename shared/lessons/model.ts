import { z } from 'zod'
import { lessonRoleSchema } from '../access/roles.ts'
import { personCardSchema } from '../accounts/model.ts'
import {
  classroomIdSchema,
  fileIdSchema,
  lessonIdSchema,
  orgIdSchema,
  planIdSchema,
  recordingIdSchema,
  userIdSchema,
} from '../ids.ts'
import { instantSchema } from '../time.ts'

/** A classroom's side of a lesson: near (where the lead teacher stands) or far. */
export const siteSchema = z.enum(['near', 'far'])
export type Site = z.infer<typeof siteSchema>
export const sites: readonly Site[] = ['near', 'far']
export const otherSite = (site: Site): Site => (site === 'near' ? 'far' : 'near')

/** 备课 → 上课 → 研课 → 归档, the four tabs of a lesson. */
export const stageSchema = z.enum(['plan', 'teach', 'study', 'archive'])
export type Stage = z.infer<typeof stageSchema>

export const lessonAbilitySchema = z.enum([
  'view',
  'editPlan',
  'comment',
  'teach',
  'observe',
  'annotate',
  'code',
  'share',
  'manage',
  'archive',
])
export type LessonAbility = z.infer<typeof lessonAbilitySchema>

/** One 环节 of the plan as lists, run-sheets and timelines need it. Minutes may be fractional halves. */
export const planStepSchema = z.object({
  stepId: z.string().max(40),
  title: z.string().max(200),
  minutes: z.number().min(0).max(240),
  lead: z.string(),
  assist: z.string(),
  student: z.string(),
  intent: z.string(),
  /** First slide page of this step, 1-based; null when the plan names none. */
  firstPage: z.number().int().min(1).nullable(),
})
export type PlanStep = z.infer<typeof planStepSchema>

export const lessonSiteSchema = z.object({
  site: siteSchema,
  school: z.string(),
  className: z.string(),
  headcount: z.number().int().min(0).max(200),
  teacher: personCardSchema.nullable(),
})
export type LessonSite = z.infer<typeof lessonSiteSchema>

export const slidesSchema = z.object({
  fileId: fileIdSchema,
  name: z.string(),
  pages: z.number().int().min(1),
  sizeBytes: z.number().int(),
})
export type Slides = z.infer<typeof slidesSchema>

export const lessonSummarySchema = z.object({
  lessonId: lessonIdSchema,
  planId: planIdSchema,
  groupId: orgIdSchema,
  title: z.string(),
  subject: z.string(),
  grade: z.string(),
  unit: z.string(),
  lengthMin: z.number().int().min(1).max(240),
  stage: stageSchema,
  startsAt: instantSchema.nullable(),
  isDual: z.boolean(),
  sites: z.array(lessonSiteSchema),
  steps: z.array(planStepSchema),
  commentCount: z.number().int(),
  recordingCount: z.number().int(),
  updatedAt: instantSchema,
})
export type LessonSummary = z.infer<typeof lessonSummarySchema>

export const lessonMemberSchema = personCardSchema.extend({ role: lessonRoleSchema })
export type LessonMember = z.infer<typeof lessonMemberSchema>

/** What a teacher's device check found: each part in the word its row says, and when. */
export const deviceFindingsSchema = z.strictObject({
  camera: z.enum(['good', 'off', 'problem']),
  microphone: z.enum(['good', 'quiet', 'loud', 'silent', 'off', 'problem']),
  network: z.enum(['high', 'standard', 'voice', 'failed']),
})
export type DeviceFindings = z.infer<typeof deviceFindingsSchema>

export const deviceCheckSchema = z.object({
  userId: userIdSchema,
  at: instantSchema,
  ...deviceFindingsSchema.shape,
})
export type DeviceCheck = z.infer<typeof deviceCheckSchema>

export const lessonSchema = lessonSummarySchema.extend({
  groupName: z.string(),
  members: z.array(lessonMemberSchema),
  slides: slidesSchema.nullable(),
  /** The classroom that is open or was taught last; null before the first one. */
  classroomId: classroomIdSchema.nullable(),
  recordingId: recordingIdSchema.nullable(),
  /** The last check of each site's teacher who has made one. */
  deviceChecks: z.array(deviceCheckSchema),
  abilities: z.array(lessonAbilitySchema),
})
export type Lesson = z.infer<typeof lessonSchema>

export const activityKindSchema = z.enum([
  'lesson.created',
  'plan.edited',
  'comment.added',
  'slides.uploaded',
  'lesson.taught',
  'recording.ready',
  'mark.added',
  'coding.finished',
  'lesson.shared',
  'lesson.archived',
])
export type ActivityKind = z.infer<typeof activityKindSchema>

/** One line of 备课组动态 or of a lesson's 归档 page. */
export const activitySchema = z.object({
  id: z.string(),
  kind: activityKindSchema,
  at: instantSchema,
  actor: personCardSchema.nullable(),
  lessonId: lessonIdSchema,
  lessonTitle: z.string(),
  /** The words themselves: a changed step, a comment's first line, … */
  detail: z.string(),
})
export type Activity = z.infer<typeof activitySchema>
