import { BufferSource, Input, MATROSKA, MP4, WEBM } from 'mediabunny'
import { newId } from '#server/platform/ids.ts'
import type { RecordingQueries } from '#server/platform/ports/RecordingQueries.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { RecordingId, SegmentId } from '#shared/ids.ts'
import type { Context } from './context.ts'
import { partKey } from './keys.ts'
import type { PartRow } from './rows.ts'

type Import = Parameters<RecordingQueries['importReady']>[0]
type ImportedTrack = Import['tracks'][number]

/** Length in ms and whether there is a picture. Throws `recordings/bad-media`. */
const probe = async (
  content: Uint8Array,
): Promise<{ readonly durationMs: number; readonly hasVideo: boolean }> => {
  const input = new Input({ source: new BufferSource(content), formats: [WEBM, MATROSKA, MP4] })
  try {
    const durationMs = Math.round((await input.computeDuration()) * 1000)
    const hasVideo = (await input.getPrimaryVideoTrack()) !== null
    return { durationMs, hasVideo }
  } catch (thrown) {
    throw new AppError('recordings/bad-media', { cause: thrown })
  } finally {
    input.dispose()
  }
}

const partOf = async (
  { storage }: Context,
  recordingId: RecordingId,
  track: ImportedTrack,
): Promise<PartRow> => {
  const { durationMs, hasVideo } = await probe(track.content)
  const partId = newId<string>()
  const fileKey = partKey(recordingId, partId, track.mime)
  const { bytes } = await storage.write(fileKey, track.content)
  return {
    partId,
    recordingId,
    site: track.site,
    view: track.view,
    personId: track.personId,
    startMs: track.startMs,
    durationMs,
    mime: track.mime,
    bytes,
    hasVideo,
    fileKey,
  }
}

/** A finished recording brought from elsewhere: one seekable file a site. Throws `recordings/bad-media`. */
export const importReady = async (context: Context, recording: Import): Promise<RecordingId> => {
  const { repo } = context
  const recordingId = newId<RecordingId>()
  const parts: PartRow[] = []
  for (const track of recording.tracks) parts.push(await partOf(context, recordingId, track))
  await repo.insertRecording({
    recordingId,
    lessonId: recording.lessonId,
    classroomId: recording.classroomId,
    status: 'ready',
    createdAtMs: recording.createdAtMs,
    startMs: Math.min(...parts.map((part) => part.startMs)),
    endMs: Math.max(...parts.map((part) => part.startMs + part.durationMs)),
    progress: 1,
    failure: null,
    attempts: 0,
  })
  for (const track of recording.tracks)
    await repo.insertSegment(
      {
        segmentId: newId<SegmentId>(),
        recordingId,
        site: track.site,
        view: track.view,
        personId: track.personId,
        deviceId: 'import',
        startMs: track.startMs,
        endMs: track.startMs,
        mime: track.mime,
        sliceCount: 0,
        closed: true,
      },
      track.levels,
    )
  await repo.replaceParts(recordingId, parts)
  context.lessons.changed(recording.lessonId)
  return recordingId
}
