import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { RecordingId } from '#shared/ids.ts'
import type { relabelRecording } from '#shared/recordings/contract.ts'
import type { Recording } from '#shared/recordings/model.ts'
import type { Context } from './context.ts'

/**
 * Corrects the labels of a recording that has been put together: files and their times stay as they
 * are. `not-found` for a track there is none of, `recordings/not-ready` while slices still arrive.
 */
export const relabel = async (
  { repo, lessons, loader, news }: Context,
  actor: Person,
  recordingId: RecordingId,
  asked: BodyOf<typeof relabelRecording>,
): Promise<Recording> => {
  const row = await repo.recording(recordingId)
  if (!row) throw new AppError('not-found')
  await lessons.need(actor, row.lessonId, 'manage')
  if (row.status !== 'ready') throw new AppError('recordings/not-ready')
  if (asked.change === 'swap-sites') await repo.swapSites(recordingId)
  else if (!(await repo.setView(recordingId, asked))) throw new AppError('not-found')
  await news.tell(recordingId)
  return loader.load(row)
}
