import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Db } from '#server/platform/db/Db.ts'
import type { StudyTables } from '#server/platform/db/migrations/0007_study.ts'
import {
  type MarkId,
  markIdSchema,
  type PassId,
  passIdSchema,
  type RecordingId,
  recordingIdSchema,
  type UserId,
  userIdSchema,
} from '#shared/ids.ts'
import { type Site, siteSchema } from '#shared/lessons/model.ts'
import { type SwitchPoint, switchPointSchema } from '#shared/study/model.ts'

export type MarkRow = {
  readonly markId: MarkId
  readonly recordingId: RecordingId
  readonly authorId: UserId
  readonly startMs: number
  readonly endMs: number
  readonly site: Site | null
  readonly text: string
  readonly replyTo: MarkId | null
  readonly resolved: boolean
  readonly createdAtMs: number
}

export type PassRow = {
  readonly passId: PassId
  readonly recordingId: RecordingId
  readonly coderId: UserId
  readonly deltaMs: number
  readonly points: readonly SwitchPoint[]
  readonly coveredMs: number
  readonly finished: boolean
  readonly updatedAtMs: number
}

const pointsSchema = z.array(switchPointSchema)

const markOf = (row: Selectable<StudyTables['mark']>): MarkRow => ({
  markId: markIdSchema.parse(row.id),
  recordingId: recordingIdSchema.parse(row.recording_id),
  authorId: userIdSchema.parse(row.author_id),
  startMs: row.start_ms,
  endMs: row.end_ms,
  site: row.site === null ? null : siteSchema.parse(row.site),
  text: row.text,
  replyTo: row.reply_to === null ? null : markIdSchema.parse(row.reply_to),
  resolved: row.resolved === 1,
  createdAtMs: row.created_at,
})

const passOf = (row: Selectable<StudyTables['pass']>): PassRow => ({
  passId: passIdSchema.parse(row.id),
  recordingId: recordingIdSchema.parse(row.recording_id),
  coderId: userIdSchema.parse(row.coder_id),
  deltaMs: row.delta_ms,
  points: pointsSchema.parse(JSON.parse(row.points)),
  coveredMs: row.covered_ms,
  finished: row.finished === 1,
  updatedAtMs: row.updated_at,
})

const markRepo = (db: Db) => ({
  /** By time, replies after what they answer. */
  marks: async (recordingId: RecordingId): Promise<readonly MarkRow[]> => {
    const rows = await db
      .selectFrom('mark')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .orderBy('start_ms')
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map(markOf)
  },
  mark: async (markId: MarkId): Promise<MarkRow | null> => {
    const row = await db.selectFrom('mark').selectAll().where('id', '=', markId).executeTakeFirst()
    return row ? markOf(row) : null
  },
  repliesTo: async (markId: MarkId): Promise<readonly MarkRow[]> => {
    const rows = await db.selectFrom('mark').selectAll().where('reply_to', '=', markId).execute()
    return rows.map(markOf)
  },
  /** False when a mark of this id is there already. */
  addMark: async (mark: MarkRow): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('mark')
      .values({
        id: mark.markId,
        recording_id: mark.recordingId,
        author_id: mark.authorId,
        start_ms: mark.startMs,
        end_ms: mark.endMs,
        site: mark.site,
        text: mark.text,
        reply_to: mark.replyTo,
        resolved: mark.resolved ? 1 : 0,
        created_at: mark.createdAtMs,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  },
  changeMark: async (
    markId: MarkId,
    change: { readonly text: string; readonly resolved: boolean },
  ): Promise<void> => {
    await db
      .updateTable('mark')
      .set({ text: change.text, resolved: change.resolved ? 1 : 0 })
      .where('id', '=', markId)
      .execute()
  },
  removeMarks: async (markIds: readonly MarkId[]): Promise<void> => {
    await db.deleteFrom('mark').where('id', 'in', markIds).execute()
  },
})

const passRepo = (db: Db) => ({
  passes: async (recordingId: RecordingId): Promise<readonly PassRow[]> => {
    const rows = await db
      .selectFrom('pass')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .orderBy('updated_at')
      .orderBy('id')
      .execute()
    return rows.map(passOf)
  },
  passBy: async (recordingId: RecordingId, coderId: UserId): Promise<PassRow | null> => {
    const row = await db
      .selectFrom('pass')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .where('coder_id', '=', coderId)
      .executeTakeFirst()
    return row ? passOf(row) : null
  },
  /**
   * One pass per coder and recording: writing again replaces it and keeps its id. False, and nothing
   * written, when somebody finished or reopened it since it was read.
   */
  savePass: async (pass: PassRow, wasFinished: boolean): Promise<boolean> => {
    const changing = {
      delta_ms: pass.deltaMs,
      points: JSON.stringify(pass.points),
      covered_ms: pass.coveredMs,
      finished: pass.finished ? 1 : 0,
      updated_at: pass.updatedAtMs,
    }
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('pass')
      .values({
        id: pass.passId,
        recording_id: pass.recordingId,
        coder_id: pass.coderId,
        scheme: 'st',
        ...changing,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['recording_id', 'coder_id', 'scheme'])
          .doUpdateSet(changing)
          .where('pass.finished', '=', wasFinished ? 1 : 0),
      )
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  },
})

/** The only translator between columns and models of this slice. */
export const studyRepo = (db: Db) => ({ ...markRepo(db), ...passRepo(db) })
export type StudyRepo = ReturnType<typeof studyRepo>
