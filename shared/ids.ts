import { z } from 'zod'

/** Every id is made of URL-safe characters and says by its brand what it names. */
const idSchema = z.string().regex(/^[A-Za-z0-9_-]{8,40}$/)
const branded = <Brand extends string>() => idSchema.brand<Brand>()

export const userIdSchema = branded<'UserId'>()
export const orgIdSchema = branded<'OrgId'>()
export const lessonIdSchema = branded<'LessonId'>()
export const planIdSchema = branded<'PlanId'>()
export const versionIdSchema = branded<'VersionId'>()
export const fileIdSchema = branded<'FileId'>()
export const classroomIdSchema = branded<'ClassroomId'>()
export const recordingIdSchema = branded<'RecordingId'>()
export const segmentIdSchema = branded<'SegmentId'>()
export const markIdSchema = branded<'MarkId'>()
export const passIdSchema = branded<'PassId'>()
export const shareIdSchema = branded<'ShareId'>()
export const deviceIdSchema = branded<'DeviceId'>()

export type UserId = z.infer<typeof userIdSchema>
export type OrgId = z.infer<typeof orgIdSchema>
export type LessonId = z.infer<typeof lessonIdSchema>
export type PlanId = z.infer<typeof planIdSchema>
export type VersionId = z.infer<typeof versionIdSchema>
export type FileId = z.infer<typeof fileIdSchema>
export type ClassroomId = z.infer<typeof classroomIdSchema>
export type RecordingId = z.infer<typeof recordingIdSchema>
export type SegmentId = z.infer<typeof segmentIdSchema>
export type MarkId = z.infer<typeof markIdSchema>
export type PassId = z.infer<typeof passIdSchema>
export type ShareId = z.infer<typeof shareIdSchema>
export type DeviceId = z.infer<typeof deviceIdSchema>
