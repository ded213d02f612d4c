import type { LessonId, UserId } from '#shared/ids.ts'
import type { Context } from './context.ts'

/**
 * These people no longer teach the lesson: what their cameras film from now on is not part of it.
 * What they filmed before is evidence like any other and may still arrive, see `isLateWelcome`.
 */
export const cutOff = async (
  { repo, clock }: Pick<Context, 'repo' | 'clock'>,
  lessonId: LessonId,
  userIds: readonly UserId[],
): Promise<void> => {
  if (userIds.length === 0) return
  const running = (await repo.recordingsOf(lessonId)).filter((row) => row.status === 'recording')
  for (const { recordingId, startMs, createdAtMs } of running) {
    const sessionMs = startMs + Math.max(0, clock.now() - createdAtMs)
    for (const { segmentId, personId } of await repo.segments(recordingId))
      if (personId !== null && userIds.includes(personId))
        await repo.cutSegment(segmentId, sessionMs)
  }
}
