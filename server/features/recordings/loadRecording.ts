import { z } from 'zod'
import { instant } from '#server/platform/clock.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import type { RecordingId, SegmentId } from '#shared/ids.ts'
import { gapSchema, type Recording, type Track } from '#shared/recordings/model.ts'
import { gapsBetween, LEVEL_STEP_MS, SLICE_MS } from '#shared/recordings/rules.ts'
import type { TimeRange } from '#shared/time.ts'
import { gapsKey } from './keys.ts'
import type { RecordingRepo } from './repo.ts'
import type { PartRow, RecordingRow, SegmentRow } from './rows.ts'

/** Holes shorter than this between two parts are joints, not holes. */
const LEAST_GAP_MS = 500

const gapsSchema = z.array(gapSchema)

/** Tracks are one per site and view. */
const trackKey = (row: Pick<SegmentRow, 'site' | 'view'>): string => `${row.site}/${row.view}`

const levelsOf = (
  segments: readonly { readonly startMs: number; readonly values: readonly number[] }[],
): Track['levels'] => {
  const sounding = segments.filter((segment) => segment.values.length > 0)
  if (sounding.length === 0) return null
  const startMs = Math.min(...sounding.map((segment) => segment.startMs))
  const values: number[] = []
  for (const segment of sounding) {
    const from = Math.round((segment.startMs - startMs) / LEVEL_STEP_MS)
    while (values.length < from) values.push(0)
    segment.values.forEach((value, index) => {
      values[from + index] = value
    })
  }
  return { startMs, stepMs: LEVEL_STEP_MS, values }
}

/** What is really there and how far it is: end of the latest slice while it runs, parts afterwards. */
const spanOf = (
  row: RecordingRow,
  parts: readonly PartRow[],
  segments: readonly SegmentRow[],
  counts: ReadonlyMap<SegmentId, number>,
): TimeRange => {
  if (parts.length > 0)
    return {
      startMs: Math.min(...parts.map((part) => part.startMs)),
      endMs: Math.max(...parts.map((part) => part.startMs + part.durationMs)),
    }
  if (row.status !== 'recording') return { startMs: row.startMs, endMs: row.endMs }
  const ends = segments.map(
    (segment) => segment.startMs + (counts.get(segment.segmentId) ?? 0) * SLICE_MS,
  )
  return { startMs: row.startMs, endMs: Math.max(row.startMs, ...ends) }
}

/** Builds what pages see of a recording from rows and the holes kept beside its parts. */
export const createLoader = (repo: RecordingRepo, storage: Storage) => {
  // A part never changes, so its holes are read once.
  const knownGaps = new Map<string, readonly TimeRange[]>()
  const gapsOf = async (part: PartRow): Promise<readonly TimeRange[]> => {
    const known = knownGaps.get(part.partId)
    if (known) return known
    const bytes = await storage.read(gapsKey(part.fileKey))
    const gaps = bytes ? gapsSchema.parse(JSON.parse(new TextDecoder().decode(bytes))) : []
    if (knownGaps.size > 500) knownGaps.clear()
    knownGaps.set(part.partId, gaps)
    return gaps
  }

  const trackOf = async (
    parts: readonly PartRow[],
    segments: readonly SegmentRow[],
    withLevels: boolean,
  ): Promise<Track | null> => {
    const first = parts[0] ?? segments[0]
    if (!first) return null
    const inside = (await Promise.all(parts.map(gapsOf))).flat()
    const spans = parts.map(({ startMs, durationMs }) => ({ startMs, endMs: startMs + durationMs }))
    const gaps = [...inside, ...gapsBetween(spans, LEAST_GAP_MS)]
    const sounds = withLevels
      ? await Promise.all(
          segments.map(async (segment) => ({
            startMs: segment.startMs,
            values: await repo.levels(segment.segmentId),
          })),
        )
      : []
    return {
      site: first.site,
      view: first.view,
      personId: first.personId,
      parts: parts.map((part) => ({
        partId: part.partId,
        startMs: part.startMs,
        durationMs: part.durationMs,
        mime: part.mime,
        sizeBytes: part.bytes,
        hasVideo: part.hasVideo,
      })),
      gaps: gaps.sort((a, b) => a.startMs - b.startMs),
      levels: levelsOf(sounds),
    }
  }

  /** Loudness comes with finished recordings only: 27,000 values are no news for every slice. */
  const load = async (row: RecordingRow): Promise<Recording> => {
    const [segments, parts, counts] = await Promise.all([
      repo.segments(row.recordingId),
      repo.parts(row.recordingId),
      repo.sliceCounts(row.recordingId),
    ])
    const keys = [...new Set([...parts, ...segments].map(trackKey))].sort().reverse()
    const tracks: Track[] = []
    for (const key of keys) {
      const track = await trackOf(
        parts.filter((part) => trackKey(part) === key),
        segments.filter((segment) => trackKey(segment) === key),
        row.status === 'ready',
      )
      if (track) tracks.push(track)
    }
    const expected = segments.every((segment) => segment.sliceCount !== null)
      ? segments.reduce((sum, segment) => sum + (segment.sliceCount ?? 0), 0)
      : null
    const received = [...counts.values()].reduce((sum, count) => sum + count, 0)
    return {
      recordingId: row.recordingId,
      lessonId: row.lessonId,
      classroomId: row.classroomId,
      status: row.status,
      createdAt: instant(row.createdAtMs),
      ...spanOf(row, parts, segments, counts),
      tracks,
      progress:
        row.status === 'uploading' && expected ? Math.min(1, received / expected) : row.progress,
      receivedSlices: received,
      expectedSlices: segments.length > 0 ? expected : null,
      failure: row.failure,
    }
  }

  return {
    load,
    find: async (recordingId: RecordingId): Promise<Recording | null> => {
      const row = await repo.recording(recordingId)
      return row ? load(row) : null
    },
  }
}
export type Loader = ReturnType<typeof createLoader>
