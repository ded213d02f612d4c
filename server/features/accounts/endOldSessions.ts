import type { UserId } from '#shared/ids.ts'
import { IDLE_MS, type SessionParts, signedIn } from './sessions.ts'

type Parts = SessionParts & {
  endSockets(userId: UserId): void
  onSessionsEnded(userId: UserId): Promise<void>
}

/**
 * A session that is over, or unused too long, goes, and takes along what its browser has open. Sockets
 * do not say whose browser they are of: all of the person's are judged anew, which whoever is still
 * signed in hardly notices. Of a running class nobody is put out who is signed in elsewhere.
 */
export const endOldSessions = async (parts: Parts): Promise<void> => {
  const nowMs = parts.clock.now()
  for (const userId of await parts.sessions.removeEnded(nowMs, nowMs - IDLE_MS))
    if (await signedIn(parts, userId)) parts.endSockets(userId)
    else await parts.onSessionsEnded(userId)
}
