import type { Db } from '#server/platform/db/Db.ts'
import { prepared } from '#server/platform/db/prepared.ts'
import type { UserId } from '#shared/ids.ts'

export type SessionRow = {
  readonly userId: UserId
  readonly seenAtMs: number
  readonly expiresAtMs: number
}

const byHash = (db: Db) =>
  prepared(db, (tokenHash: string) =>
    db
      .selectFrom('session')
      .select(['person_id', 'seen_at', 'expires_at'])
      .where('token_hash', '=', tokenHash),
  )

const rows = (db: Db, find: ReturnType<typeof byHash>) => ({
  insert: async (session: SessionRow & { readonly tokenHash: string }): Promise<void> => {
    await db
      .insertInto('session')
      .values({
        token_hash: session.tokenHash,
        person_id: session.userId,
        created_at: session.seenAtMs,
        seen_at: session.seenAtMs,
        expires_at: session.expiresAtMs,
      })
      .execute()
  },
  find: async (tokenHash: string): Promise<SessionRow | null> => {
    const [row] = await find(tokenHash)
    return row
      ? { userId: row.person_id as UserId, seenAtMs: row.seen_at, expiresAtMs: row.expires_at }
      : null
  },
  /** Whether any browser of the person's is signed in. */
  hasLive: async (userId: UserId, nowMs: number, idleBeforeMs: number): Promise<boolean> => {
    const row = await db
      .selectFrom('session')
      .select('token_hash')
      .where('person_id', '=', userId)
      .where('expires_at', '>', nowMs)
      .where('seen_at', '>', idleBeforeMs)
      .executeTakeFirst()
    return row !== undefined
  },
  touch: async (tokenHash: string, nowMs: number): Promise<void> => {
    await db
      .updateTable('session')
      .set({ seen_at: nowMs })
      .where('token_hash', '=', tokenHash)
      .execute()
  },
  remove: async (tokenHash: string): Promise<void> => {
    await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute()
  },
  /** Every session of the person; with `keptHash` all but that one. */
  removeOf: async (userId: UserId, keptHash = ''): Promise<void> => {
    await db
      .deleteFrom('session')
      .where('person_id', '=', userId)
      .where('token_hash', '!=', keptHash)
      .execute()
  },
  /** Answers with whose they were. */
  removeEnded: async (
    expiredBeforeMs: number,
    idleBeforeMs: number,
  ): Promise<ReadonlySet<UserId>> => {
    const ended = await db
      .deleteFrom('session')
      .where((where) =>
        where.or([
          where('expires_at', '<=', expiredBeforeMs),
          where('seen_at', '<=', idleBeforeMs),
        ]),
      )
      .returning('person_id')
      .execute()
    return new Set(ended.map((row) => row.person_id as UserId))
  },
})

/** Signed-in browsers by the hash of their token; the only place that knows `session`'s columns. */
export const sessionRepo = (db: Db) => rows(db, byHash(db))

export type SessionRepo = ReturnType<typeof sessionRepo>
