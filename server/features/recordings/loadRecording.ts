import { z } from 'zod'
import { instant } from '#server/platform/clock.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import type { RecordingId, SegmentId } from '#shared/ids.ts'
import { gapSchema, type Part, type Recording, type Track } from '#shared/recordings/model.ts'
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

type GapsOf = (part: PartRow) => Promise<readonly TimeRange[]>

/** A part never changes, so its holes are read once. */
const createGaps = (storage: Storage): GapsOf => {
  const known = new Map<string, readonly TimeRange[]>()
  return async (part) => {
    const before = known.get(part.partId)
    if (before) return before
    const bytes = await storage.read(gapsKey(part.fileKey))
    const gaps = bytes ? gapsSchema.parse(JSON.parse(new TextDecoder().decode(bytes))) : []
    if (known.size > 500) known.clear()
    known.set(part.partId, gaps)
    return gaps
  }
}

type TrackRows = { readonly parts: readonly PartRow[]; readonly segments: readonly SegmentRow[] }

const partView = (part: PartRow): Part => ({
  partId: part.partId,
  startMs: part.startMs,
  durationMs: part.durationMs,
  mime: part.mime,
  sizeBytes: part.bytes,
  hasVideo: part.hasVideo,
})

const trackOf = async (
  rows: TrackRows,
  gapsOf: GapsOf,
  levels: Track['levels'],
): Promise<Track | null> => {
  const first = rows.parts[0] ?? rows.segments[0]
  if (!first) return null
  const inside = (await Promise.all(rows.parts.map(gapsOf))).flat()
  const spans = rows.parts.map(({ startMs, durationMs }) => ({
    startMs,
    endMs: startMs + durationMs,
  }))
  return {
    site: first.site,
    view: first.view,
    personId: first.personId,
    parts: rows.parts.map(partView),
    gaps: [...inside, ...gapsBetween(spans, LEAST_GAP_MS)].sort((a, b) => a.startMs - b.startMs),
    levels,
  }
}

const readLevels = async (
  repo: RecordingRepo,
  segments: readonly SegmentRow[],
): Promise<Track['levels']> =>
  levelsOf(
    await Promise.all(
      segments.map(async ({ segmentId, startMs }) => ({
        startMs,
        values: await repo.levels(segmentId),
      })),
    ),
  )

const expectedOf = (segments: readonly SegmentRow[]): number | null =>
  segments.length > 0 && segments.every((segment) => segment.sliceCount !== null)
    ? segments.reduce((sum, segment) => sum + (segment.sliceCount ?? 0), 0)
    : null

const tracksOf = async (
  repo: RecordingRepo,
  gapsOf: GapsOf,
  row: RecordingRow,
  rows: TrackRows,
): Promise<Track[]> => {
  const keys = [...new Set([...rows.parts, ...rows.segments].map(trackKey))].sort().reverse()
  const tracks: Track[] = []
  for (const key of keys) {
    const segments = rows.segments.filter((segment) => trackKey(segment) === key)
    const parts = rows.parts.filter((part) => trackKey(part) === key)
    // Loudness comes with finished recordings only: 27,000 values are no news for every slice.
    const levels = row.status === 'ready' ? await readLevels(repo, segments) : null
    const track = await trackOf({ parts, segments }, gapsOf, levels)
    if (track) tracks.push(track)
  }
  return tracks
}

/** Builds what pages see of a recording from rows and the holes kept beside its parts. */
export const createLoader = (repo: RecordingRepo, storage: Storage) => {
  const gapsOf = createGaps(storage)
  const load = async (row: RecordingRow): Promise<Recording> => {
    const [segments, parts, counts] = await Promise.all([
      repo.segments(row.recordingId),
      repo.parts(row.recordingId),
      repo.sliceCounts(row.recordingId),
    ])
    const expected = expectedOf(segments)
    const received = [...counts.values()].reduce((sum, count) => sum + count, 0)
    return {
      recordingId: row.recordingId,
      lessonId: row.lessonId,
      classroomId: row.classroomId,
      status: row.status,
      createdAt: instant(row.createdAtMs),
      ...spanOf(row, parts, segments, counts),
      tracks: await tracksOf(repo, gapsOf, row, { parts, segments }),
      progress:
        row.status === 'uploading' && expected ? Math.min(1, received / expected) : row.progress,
      receivedSlices: received,
      expectedSlices: expected,
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
