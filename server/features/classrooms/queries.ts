import { newId } from '#server/platform/ids.ts'
import type { ClassroomQueries } from '#server/platform/ports/ClassroomQueries.ts'
import { mayKeepOf } from '#shared/classrooms/consent.ts'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import { initialState } from '#shared/classrooms/initialState.ts'
import type { ClassroomState } from '#shared/classrooms/model.ts'
import type { ClassroomId } from '#shared/ids.ts'
import { putOut } from './mediaGuard.ts'
import type { Classrooms } from './wiring.ts'

type Finished = Parameters<ClassroomQueries['importFinished']>[0]

/** Milliseconds each step was on, from the log. */
const usedMs = (
  events: readonly Omit<ClassroomEvent, 'seq'>[],
  stepCount: number,
  endedMs: number,
): number[] => {
  const used = Array.from({ length: stepCount }, () => 0)
  const moves = events.flatMap(({ atMs, data }) =>
    data.type === 'step.changed' ? [{ atMs, index: data.index }] : [],
  )
  moves.forEach(({ atMs, index }, move) => {
    used[index] = (used[index] ?? 0) + (moves[move + 1]?.atMs ?? endedMs) - atMs
  })
  return used
}

const finishedState = async (
  { deps }: Classrooms,
  { lessonId, startedAtMs, endedMs, events }: Finished,
): Promise<ClassroomState> => {
  const lesson = await deps.lessons.read(lessonId)
  const steps = lesson ? await deps.plans.steps(lesson.planId) : []
  const last = events.reduce(
    (index, { data }) => (data.type === 'step.changed' ? data.index : index),
    -1,
  )
  return {
    ...initialState({ steps, slides: lesson?.slides ?? null }, deps.media.status().state),
    phase: 'ended',
    startedAtMs,
    endedMs,
    stepIndex: last,
    stepUsedMs: usedMs(events, steps.length, endedMs),
  }
}

/** What the other slices may ask; see the port. */
export const classroomQueries = (parts: Classrooms): ClassroomQueries => ({
  latest: async (lessonId) => {
    const latest = await parts.repo.latest(lessonId)
    return (
      latest && {
        classroomId: latest.classroomId,
        phase: latest.state.phase,
        startedAtMs: latest.state.startedAtMs,
      }
    )
  },
  ofLesson: (lessonId) => parts.repo.ofLesson(lessonId),
  putOut: (leaving) => putOut(parts, leaving),
  events: (classroomId) => parts.repo.events(classroomId),
  mayKeep: async (classroomId, site, userId) => {
    const stored = await parts.repo.find(classroomId)
    const lesson = stored && (await parts.deps.lessons.read(stored.lessonId))
    const teaches = lesson?.sites.some((one) => one.site === site && one.teacher?.userId === userId)
    return stored !== null && teaches === true && mayKeepOf(stored.state, userId)
  },
  importFinished: async (brought) => {
    const classroomId = newId<ClassroomId>()
    const events = [...brought.events].sort((a, b) => a.atMs - b.atMs)
    const finished = { ...brought, events }
    await parts.repo.insert(
      {
        classroomId,
        lessonId: finished.lessonId,
        mediaRoom: newId(),
        openedAtMs: finished.startedAtMs,
        state: await finishedState(parts, finished),
      },
      events,
    )
    return classroomId
  },
})
