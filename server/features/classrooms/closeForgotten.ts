import { byNobody, unchanged } from '#shared/classrooms/change.ts'
import { stopRecording } from '#shared/classrooms/consent.ts'
import { docName } from '#shared/sync/docName.ts'
import type { StoredClassroom } from './repo.ts'
import type { Classrooms } from './wiring.ts'

/** A classroom nobody ended: after half a day it is no longer anybody's lesson, in ms. */
const FORGOTTEN_MS = 12 * 3_600_000

/** Ends a classroom that was left open long ago and is empty, so that the next lesson begins afresh. */
export const closeForgotten = async (
  { deps, live }: Classrooms,
  { classroomId, openedAtMs, state }: StoredClassroom,
): Promise<boolean> => {
  const since = deps.clock.now() - (state.startedAtMs ?? openedAtMs)
  if (since < FORGOTTEN_MS) return false
  if ((await deps.docs.connections(docName('classroom', classroomId))).length > 0) return false
  await live.change(classroomId, ({ state: current }) => {
    if (current.phase === 'ended') return unchanged(current)
    // What is known of the last minute is when something last happened, not when people went home.
    const atMs = Math.max(current.stepStartedMs ?? 0, current.floorSinceMs)
    const stop = stopRecording(current, byNobody(atMs))
    return {
      state: { ...stop.state, phase: 'ended', endedMs: atMs, people: [], stepStartedMs: null },
      events: [...stop.events, { ...byNobody(atMs), data: { type: 'lesson.ended' } }],
    }
  })
  return true
}
