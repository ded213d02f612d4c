import type { Log } from '#server/platform/log.ts'
import type { UserId } from '#shared/ids.ts'
import { IDLE_MS, type SessionParts, signedIn } from './sessions.ts'

type Parts = SessionParts & {
  readonly log: Pick<Log, 'warn'>
  /** Whose session is gone, and what their browser had open not yet. */
  readonly owed: Set<UserId>
  endSockets(userId: UserId): void
  onSessionsEnded(userId: UserId): Promise<void>
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
  for (const userId of await sessions.removeEnded(nowMs, nowMs - IDLE_MS)) owed.add(userId)
  for (const userId of [...owed])
    try {
      if (await signedIn(parts, userId)) parts.endSockets(userId)
      else await parts.onSessionsEnded(userId)
      owed.delete(userId)
    } catch (err) {
      log.warn({ err, userId }, 'not all that a session had open is closed yet')
    }
}
