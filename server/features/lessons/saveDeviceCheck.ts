import { instant } from '#server/platform/clock.ts'
import type { Person } from '#shared/access/actor.ts'
import type { DeviceCheck, DeviceFindings } from '#shared/lessons/model.ts'
import { announce } from './announce.ts'
import type { Lessons } from './LessonParts.ts'
import { needLesson } from './needLesson.ts'

/** Keeps what a teacher's device check found, so that the lesson's readiness is a fact. */
export const saveDeviceCheck = async (
  parts: Lessons,
  actor: Person,
  check: { readonly lessonId: string; readonly found: DeviceFindings },
): Promise<DeviceCheck> => {
  const lesson = await needLesson(parts, actor, { ...check, ability: 'teach' })
  const nowMs = parts.clock.now()
  await parts.checks.save(lesson.lessonId, actor.userId, check.found, nowMs)
  announce(parts, lesson)
  return { userId: actor.userId, at: instant(nowMs), ...check.found }
}
