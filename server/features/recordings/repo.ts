import type { Selectable, Transaction } from 'kysely'
import type { Db, Tables } from '#server/platform/db/Db.ts'
import type { ClassroomId, LessonId, RecordingId, SegmentId, UserId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { CameraView, RecordingStatus } from '#shared/recordings/model.ts'
import type { RecordingFailure } from '#shared/recordings/rules.ts'
import type { PartRow, RecordingRow, SegmentRow, SliceRow } from './rows.ts'

const recordingOf = (row: Selectable<Tables['recording']>): RecordingRow => ({
  recordingId: row.id as RecordingId,
  lessonId: row.lesson_id as LessonId,
  classroomId: row.classroom_id as ClassroomId | null,
  status: row.status as RecordingStatus,
  createdAtMs: row.created_at,
  startMs: row.start_ms,
  endMs: row.end_ms,
  progress: row.progress,
  failure: row.failure as RecordingFailure | null,
  attempts: row.attempts,
})

const segmentOf = (row: Selectable<Tables['segment']>): SegmentRow => ({
  segmentId: row.id as SegmentId,
  recordingId: row.recording_id as RecordingId,
  site: row.site as Site,
  view: row.view as CameraView,
  personId: row.person_id as UserId | null,
  deviceId: row.device_id,
  startMs: row.start_ms,
  endMs: row.end_ms,
  mime: row.mime,
  sliceCount: row.slice_count,
  closed: row.closed === 1,
})

const partOf = (row: Selectable<Tables['part']>): PartRow => ({
  partId: row.id,
  recordingId: row.recording_id as RecordingId,
  site: row.site as Site,
  view: row.view as CameraView,
  personId: row.person_id as UserId | null,
  startMs: row.start_ms,
  durationMs: row.duration_ms,
  mime: row.mime,
  bytes: row.bytes,
  hasVideo: row.has_video === 1,
  fileKey: row.file_key,
})

const partColumns = (part: PartRow): Tables['part'] => ({
  id: part.partId,
  recording_id: part.recordingId,
  site: part.site,
  view: part.view,
  person_id: part.personId,
  start_ms: part.startMs,
  duration_ms: part.durationMs,
  mime: part.mime,
  bytes: part.bytes,
  has_video: part.hasVideo ? 1 : 0,
  file_key: part.fileKey,
})

const segmentColumns = (segment: SegmentRow): Tables['segment'] => ({
  id: segment.segmentId,
  recording_id: segment.recordingId,
  site: segment.site,
  view: segment.view,
  person_id: segment.personId,
  device_id: segment.deviceId,
  start_ms: segment.startMs,
  end_ms: segment.endMs,
  mime: segment.mime,
  slice_count: segment.sliceCount,
  closed: segment.closed ? 1 : 0,
  levels: '[]',
})

const recordingColumns = (row: RecordingRow): Tables['recording'] => ({
  id: row.recordingId,
  lesson_id: row.lessonId,
  classroom_id: row.classroomId,
  status: row.status,
  created_at: row.createdAtMs,
  start_ms: row.startMs,
  end_ms: row.endMs,
  progress: row.progress,
  failure: row.failure,
  attempts: row.attempts,
})

const recordingQueries = (db: Db) => ({
  insertRecording: async (row: RecordingRow): Promise<void> => {
    await db.insertInto('recording').values(recordingColumns(row)).execute()
  },

  recording: async (id: RecordingId): Promise<RecordingRow | null> => {
    const row = await db.selectFrom('recording').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? recordingOf(row) : null
  },

  /** Newest first. */
  recordingsOf: async (lessonId: LessonId): Promise<readonly RecordingRow[]> =>
    (
      await db
        .selectFrom('recording')
        .selectAll()
        .where('lesson_id', '=', lessonId)
        .orderBy('created_at', 'desc')
        .execute()
    ).map(recordingOf),

  recordingsIn: async (statuses: readonly RecordingStatus[]): Promise<readonly RecordingRow[]> =>
    (
      await db
        .selectFrom('recording')
        .selectAll()
        .where('status', 'in', [...statuses])
        .execute()
    ).map(recordingOf),

  counts: async (lessonIds: readonly LessonId[]): Promise<ReadonlyMap<LessonId, number>> => {
    if (lessonIds.length === 0) return new Map()
    const rows = await db
      .selectFrom('recording')
      .select(['lesson_id', (e) => e.fn.countAll<number>().as('count')])
      .where('lesson_id', 'in', [...lessonIds])
      .where('status', '!=', 'failed')
      .groupBy('lesson_id')
      .execute()
    return new Map(rows.map((row) => [row.lesson_id as LessonId, Number(row.count)]))
  },

  updateRecording: async (
    id: RecordingId,
    change: Partial<Pick<RecordingRow, 'status' | 'endMs' | 'progress' | 'failure' | 'attempts'>>,
  ): Promise<void> => {
    const { endMs, ...same } = change
    await db
      .updateTable('recording')
      .set({ ...same, ...(endMs === undefined ? {} : { end_ms: endMs }) })
      .where('id', '=', id)
      .execute()
  },
})

const partQueries = (db: Db) => ({
  parts: async (recordingId: RecordingId): Promise<readonly PartRow[]> =>
    (
      await db
        .selectFrom('part')
        .selectAll()
        .where('recording_id', '=', recordingId)
        .orderBy('start_ms')
        .execute()
    ).map(partOf),

  part: async (recordingId: RecordingId, partId: string): Promise<PartRow | null> => {
    const row = await db
      .selectFrom('part')
      .selectAll()
      .where('id', '=', partId)
      .where('recording_id', '=', recordingId)
      .executeTakeFirst()
    return row ? partOf(row) : null
  },

  /** The recording is whole: its new parts instead of the old ones, in one commit. */
  replaceParts: (recordingId: RecordingId, parts: readonly PartRow[]): Promise<void> =>
    db.transaction().execute(async (trx: Transaction<Tables>) => {
      await trx.deleteFrom('part').where('recording_id', '=', recordingId).execute()
      for (const part of parts) await trx.insertInto('part').values(partColumns(part)).execute()
      await trx
        .updateTable('recording')
        .set({ status: 'ready', progress: 1, failure: null })
        .where('id', '=', recordingId)
        .execute()
    }),
})

/** Labels stand on the finished files and on what they were made of, lest a late slice bring the old ones back. */
const labelQueries = (db: Db) => ({
  /** False when there is no such track. */
  setView: (
    recordingId: RecordingId,
    track: { readonly site: Site; readonly view: CameraView; readonly to: CameraView },
  ): Promise<boolean> =>
    db.transaction().execute(async (trx) => {
      const [part] = await trx
        .updateTable('part')
        .set({ view: track.to })
        .where('recording_id', '=', recordingId)
        .where('site', '=', track.site)
        .where('view', '=', track.view)
        .execute()
      await trx
        .updateTable('segment')
        .set({ view: track.to })
        .where('recording_id', '=', recordingId)
        .where('site', '=', track.site)
        .where('view', '=', track.view)
        .execute()
      return (part?.numUpdatedRows ?? 0n) > 0n
    }),

  swapSites: (recordingId: RecordingId): Promise<void> =>
    db.transaction().execute(async (trx) => {
      for (const table of ['part', 'segment'] as const)
        await trx
          .updateTable(table)
          .set((e) => ({
            site: e.case().when('site', '=', 'near').then('far').else('near').end(),
          }))
          .where('recording_id', '=', recordingId)
          .execute()
    }),
})

const segmentQueries = (db: Db) => ({
  insertSegment: async (segment: SegmentRow, levels: readonly number[] = []): Promise<void> => {
    await db
      .insertInto('segment')
      .values({ ...segmentColumns(segment), levels: JSON.stringify(levels) })
      .execute()
  },

  segment: async (id: SegmentId): Promise<SegmentRow | null> => {
    const row = await db.selectFrom('segment').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? segmentOf(row) : null
  },

  segments: async (recordingId: RecordingId): Promise<readonly SegmentRow[]> =>
    (
      await db
        .selectFrom('segment')
        .selectAll()
        .where('recording_id', '=', recordingId)
        .orderBy('start_ms')
        .execute()
    ).map(segmentOf),

  closeSegment: async (id: SegmentId, sliceCount: number, endMs: number): Promise<void> => {
    await db
      .updateTable('segment')
      .set({ closed: 1, slice_count: sliceCount, end_ms: endMs })
      .where('id', '=', id)
      .execute()
  },

  /** Consent ended: nothing captured from `atMs` on is kept, whenever it arrives. */
  cutSegment: async (id: SegmentId, atMs: number): Promise<void> => {
    await db
      .updateTable('segment')
      .set({ end_ms: atMs })
      .where('id', '=', id)
      .where((e) => e.or([e('end_ms', 'is', null), e('end_ms', '>', atMs)]))
      .execute()
  },

  levels: async (id: SegmentId): Promise<readonly number[]> => {
    const row = await db
      .selectFrom('segment')
      .select('levels')
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? (JSON.parse(row.levels) as number[]) : []
  },

  writeLevels: async (id: SegmentId, levels: readonly number[]): Promise<void> => {
    await db
      .updateTable('segment')
      .set({ levels: JSON.stringify(levels) })
      .where('id', '=', id)
      .execute()
  },
})

const sliceQueries = (db: Db) => ({
  slices: async (id: SegmentId): Promise<readonly SliceRow[]> =>
    db
      .selectFrom('slice')
      .select(['number', 'bytes', 'sha256'])
      .where('segment_id', '=', id)
      .orderBy('number')
      .execute(),

  slice: async (id: SegmentId, number: number): Promise<SliceRow | null> =>
    (await db
      .selectFrom('slice')
      .select(['number', 'bytes', 'sha256'])
      .where('segment_id', '=', id)
      .where('number', '=', number)
      .executeTakeFirst()) ?? null,

  insertSlice: async (id: SegmentId, slice: SliceRow): Promise<void> => {
    await db
      .insertInto('slice')
      .values({ segment_id: id, ...slice })
      .execute()
  },

  sliceCounts: async (recordingId: RecordingId): Promise<ReadonlyMap<SegmentId, number>> => {
    const rows = await db
      .selectFrom('slice')
      .innerJoin('segment', 'segment.id', 'slice.segment_id')
      .select(['segment_id', (e) => e.fn.countAll<number>().as('count')])
      .where('segment.recording_id', '=', recordingId)
      .groupBy('segment_id')
      .execute()
    return new Map(rows.map((row) => [row.segment_id as SegmentId, Number(row.count)]))
  },

  /** After the raw slices were thrown away; late ones of this segment can then no longer be joined. */
  forgetSlices: async (recordingId: RecordingId): Promise<void> => {
    await db
      .deleteFrom('slice')
      .where('segment_id', 'in', (e) =>
        e.selectFrom('segment').select('id').where('recording_id', '=', recordingId),
      )
      .execute()
  },
})

/** The only place that knows the columns of recordings, segments, slices and parts. */
export const recordingRepo = (db: Db) => ({
  ...recordingQueries(db),
  ...partQueries(db),
  ...labelQueries(db),
  ...segmentQueries(db),
  ...sliceQueries(db),
})
export type RecordingRepo = ReturnType<typeof recordingRepo>
