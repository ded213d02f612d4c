import { personOf } from '#server/platform/http/route.ts'
import type { Actor } from '#shared/access/actor.ts'
import type { ClassroomCommand } from '#shared/classrooms/contract.ts'
import { reduceClassroom } from '#shared/classrooms/reduceClassroom.ts'
import { sessionTime } from '#shared/classrooms/sessionTime.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ClassroomId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { followUp } from './followUp.ts'
import type { LiveClassroom } from './liveClassrooms.ts'
import { placeOf, schoolsOf } from './places.ts'
import { withPlan } from './refreshPlan.ts'
import type { Classrooms } from './wiring.ts'

const whoOf = (
  { deps }: Classrooms,
  { state }: LiveClassroom,
  lesson: Lesson,
  actor: Actor,
  claimedMs: number | undefined,
) => {
  const place = placeOf(lesson, actor)
  if (!place) throw new AppError('forbidden')
  const { userId, name } = personOf(actor)
  const nowMs = deps.clock.now()
  const atMs = sessionTime(state, nowMs, claimedMs)
  return { userId, name, ...place, nowMs, atMs, schools: schoolsOf(lesson) }
}

/** One command: judged by the rules on the state of its turn, logged, and shown to everybody. */
export const runCommand = async (
  parts: Classrooms,
  actor: Actor,
  classroomId: ClassroomId,
  command: ClassroomCommand,
): Promise<{ readonly atMs: number }> => {
  const { lessonId } = await parts.live.read(classroomId)
  const lesson = await parts.deps.lessons.need(actor, lessonId, 'observe')
  let atMs = 0
  const change = await parts.live.change(classroomId, async (classroom) => {
    const who = whoOf(parts, classroom, lesson, actor, command.atMs)
    atMs = who.atMs
    const isStart = command.type === 'lesson.start' && classroom.state.phase === 'waiting'
    const state = isStart ? await withPlan(parts, classroom.state, lesson) : classroom.state
    const outcome = reduceClassroom(state, command, who)
    if (outcome instanceof AppError) throw outcome
    if (command.type !== 'lesson.end' || outcome.events.length === 0) return outcome
    const ink = await parts.inkLog.missing(classroomId)
    return { ...outcome, events: [...ink, ...outcome.events] }
  })
  await followUp(parts, { classroomId, lesson, actor, change })
  return { atMs }
}
