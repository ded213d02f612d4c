import type { Selectable } from 'kysely'
import type { Db } from '#server/platform/db/Db.ts'
import type { ShareTables } from '#server/platform/db/migrations/0008_shares.ts'
import type { LessonId, ShareId, UserId } from '#shared/ids.ts'
import { type ShareParts, sharePartsSchema } from '#shared/shares/model.ts'

/** A share as the server needs it; times in ms since 1970. */
export type ShareRow = {
  readonly shareId: ShareId
  readonly lessonId: LessonId
  readonly createdBy: UserId
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number | null
  readonly parts: ShareParts
  readonly views: number
}

const toShare = (row: Selectable<ShareTables['share']>): ShareRow => ({
  shareId: row.id as ShareId,
  lessonId: row.lesson_id as LessonId,
  createdBy: row.created_by as UserId,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  parts: sharePartsSchema.parse(JSON.parse(row.parts)),
  views: row.views,
})

const toRow = (share: ShareRow) => ({
  id: share.shareId,
  lesson_id: share.lessonId,
  parts: JSON.stringify(share.parts),
  created_by: share.createdBy,
  created_at: share.createdAt,
  expires_at: share.expiresAt,
  revoked_at: share.revokedAt,
  views: share.views,
})

export const sharesRepo = (db: Db) => ({
  insert: async (share: ShareRow, tokenHash: string): Promise<void> => {
    await db
      .insertInto('share')
      .values({
        ...toRow(share),
        token_hash: tokenHash,
      })
      .execute()
  },
  byId: async (shareId: string): Promise<ShareRow | null> => {
    const row = await db
      .selectFrom('share')
      .selectAll()
      .where('id', '=', shareId)
      .executeTakeFirst()
    return row ? toShare(row) : null
  },
  byToken: async (tokenHash: string): Promise<ShareRow | null> => {
    const row = await db
      .selectFrom('share')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .executeTakeFirst()
    return row ? toShare(row) : null
  },
  byGuest: async (guestHash: string): Promise<ShareRow | null> => {
    const row = await db
      .selectFrom('guest')
      .innerJoin('share', 'share.id', 'guest.share_id')
      .selectAll('share')
      .where('guest.token_hash', '=', guestHash)
      .executeTakeFirst()
    return row ? toShare(row) : null
  },
  ofLesson: async (lessonId: string): Promise<readonly ShareRow[]> => {
    const rows = await db
      .selectFrom('share')
      .selectAll()
      .where('lesson_id', '=', lessonId)
      .orderBy('created_at', 'desc')
      .execute()
    return rows.map(toShare)
  },
  /** Once revoked it stays so; the first time is kept. */
  revoke: async (shareId: string, at: number): Promise<void> => {
    await db
      .updateTable('share')
      .set({ revoked_at: at })
      .where('id', '=', shareId)
      .where('revoked_at', 'is', null)
      .execute()
  },
  /** Counts the visit and remembers the guest's browser. */
  enter: async (shareId: string, guestHash: string, at: number): Promise<void> => {
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto('guest')
        .values({ token_hash: guestHash, share_id: shareId, created_at: at })
        .execute()
      await trx
        .updateTable('share')
        .set((eb) => ({ views: eb('views', '+', 1) }))
        .where('id', '=', shareId)
        .execute()
    })
  },
})
export type SharesRepo = ReturnType<typeof sharesRepo>
