import type { Clock } from '#server/platform/clock.ts'
import { isFullDatabase } from '#server/platform/db/isFullDatabase.ts'
import { hashToken, newToken } from '#server/platform/ids.ts'
import { isFullDisk } from '#server/platform/net/isFullDisk.ts'
import type { Person } from '#shared/access/actor.ts'
import type { UserId } from '#shared/ids.ts'
import type { AccountRepo } from './repo.ts'
import type { SessionRepo } from './sessionRepo.ts'

/** Unused this long, a session ends: shared computers in staff rooms. */
export const IDLE_MS = 12 * 60 * 60_000
/** However busy, a session ends after this. */
export const ABSOLUTE_MS = 14 * 24 * 60 * 60_000
/** `seen_at` is written at most this often: reading must not cost a disk write each. */
const TOUCH_MS = 60_000

export type SessionParts = {
  readonly sessions: SessionRepo
  readonly accounts: AccountRepo
  readonly clock: Clock
}

/** A fresh token; only its hash is kept. A token that came with the request is never reused. */
export const startSession = async (
  { sessions, clock }: Pick<SessionParts, 'sessions' | 'clock'>,
  userId: UserId,
): Promise<string> => {
  const nowMs = clock.now()
  const token = newToken()
  await sessions.insert({
    tokenHash: hashToken(token),
    userId,
    seenAtMs: nowMs,
    expiresAtMs: nowMs + ABSOLUTE_MS,
  })
  return token
}

/** The person as they are now, however they are met; null when there is none or they are disabled. */
const personNow = async (
  { accounts }: Pick<SessionParts, 'accounts'>,
  userId: UserId,
): Promise<Person | null> => {
  const account = await accounts.byId(userId)
  if (!account || account.disabledAtMs !== null) return null
  const places = await accounts.placesOf(userId)
  return {
    kind: 'person',
    userId: account.userId,
    name: account.name,
    hue: account.hue,
    memberships: places.map(({ orgId, orgKind, role }) => ({ orgId, orgKind, role })),
    isAdmin: account.isAdmin,
  }
}

/** The person, when at least one browser of theirs is signed in. */
export const signedIn = async (parts: SessionParts, userId: UserId): Promise<Person | null> => {
  const nowMs = parts.clock.now()
  const isIn = await parts.sessions.hasLive(userId, nowMs, nowMs - IDLE_MS)
  return isIn ? personNow(parts, userId) : null
}

/** Who holds this token now; null when it is unknown, idle too long, over, or its person disabled. */
export const personOfToken = async (
  { sessions, accounts, clock }: SessionParts,
  token: string,
): Promise<Person | null> => {
  const tokenHash = hashToken(token)
  const session = await sessions.find(tokenHash)
  const nowMs = clock.now()
  if (!session || session.expiresAtMs <= nowMs || session.seenAtMs <= nowMs - IDLE_MS) return null
  const person = await personNow({ accounts }, session.userId)
  // On a full disk nothing can be noted, and who somebody is can be read all the same.
  if (person && nowMs - session.seenAtMs > TOUCH_MS)
    await sessions.touch(tokenHash, nowMs).catch((thrown: unknown) => {
      if (!isFullDisk(thrown) && !isFullDatabase(thrown)) throw thrown
    })
  return person
}
