import type { GuestAccess } from '#server/platform/ports/GuestAccess.ts'
import type { Actor } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { RecordingId } from '#shared/ids.ts'
import type { Context } from './context.ts'
import type { PartRow } from './rows.ts'

/**
 * The part, for whoever may watch it: people who see the lesson, guests as far as their link goes;
 * a room view never. `not-found` for everybody else.
 */
export const findPart = async (
  { repo, lessons }: Pick<Context, 'repo' | 'lessons'>,
  guests: GuestAccess,
  actor: Actor,
  recordingId: RecordingId,
  partId: string,
): Promise<PartRow> => {
  const recording = await repo.recording(recordingId)
  const part = await repo.part(recordingId, partId)
  if (!recording || !part) throw new AppError('not-found')
  if (actor.kind === 'guest') {
    if (part.view === 'room' || !(await guests.mayPlay(actor, recordingId, partId)))
      throw new AppError('not-found')
    return part
  }
  await lessons.need(actor, recording.lessonId, 'view')
  return part
}
