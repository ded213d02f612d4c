import type { Log } from '#server/platform/log.ts'
import type { UserId } from '#shared/ids.ts'
import { IDLE_MS, type SessionParts, signedIn } from './sessions.ts'

/**
 * Whose session is gone, and what their browser had open not yet. `session`: of whoever is signed in
 * elsewhere the sockets alone; `all`: everything, for what they may do has changed.
 */
export type Owed = Map<UserId, 'session' | 'all'>

type Parts = SessionParts & {
  readonly log: Pick<Log, 'warn'>
  readonly owed: Owed
  endSockets(userId: UserId): void
  /** Rejects when not all of it could be ended. */
  endAll(userId: UserId): Promise<void>
}

/**
 * A session that is over, or unused too long, goes, and takes along what its browser has open. Sockets
 * do not say whose browser they are of: all of the person's are judged anew, which whoever is still
 * signed in hardly notices. Of a running class nobody is put out who is signed in elsewhere. Nothing
 * says of a session that is gone that it was there: whose ends cannot be followed now is kept in mind.
 */
export const endOldSessions = async (parts: Parts): Promise<void> => {
  const { sessions, owed, log } = parts
  const nowMs = parts.clock.now()
  for (const userId of await sessions.removeEnded(nowMs, nowMs - IDLE_MS))
    if (!owed.has(userId)) owed.set(userId, 'session')
  for (const [userId, what] of [...owed])
    try {
      if (what === 'session' && (await signedIn(parts, userId))) parts.endSockets(userId)
      else await parts.endAll(userId)
      owed.delete(userId)
    } catch (err) {
      log.warn({ err, userId }, 'not all that a session had open is closed yet')
    }
}

/**
 * What is done is done, though not all that follows can be: a new password that has been set is shown,
 * and whoever signed out is out. The rest follows within a minute.
 */
export const endAllSurely =
  ({ owed, log, endAll }: Pick<Parts, 'owed' | 'log' | 'endAll'>) =>
  async (userId: UserId): Promise<void> => {
    try {
      await endAll(userId)
    } catch (err) {
      owed.set(userId, 'all')
      log.warn({ err, userId }, 'not all that a session had open is closed yet')
    }
  }
