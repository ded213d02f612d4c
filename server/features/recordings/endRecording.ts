import type { RecordingId } from '#shared/ids.ts'
import type { Context } from './context.ts'

/** The stop, on the session clock. Only the first one counts; late slices from before it still arrive. */
export const endRecording = async (
  { repo, news, arrivals }: Context,
  recordingId: RecordingId,
  endMs: number,
): Promise<void> => {
  const recording = await repo.recording(recordingId)
  if (recording?.status !== 'recording') return
  await repo.updateRecording(recordingId, { status: 'uploading', endMs })
  arrivals.touch(recordingId)
  await news.tell(recordingId)
  arrivals.consider(recordingId)
}
