import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import { hashToken } from '#server/platform/ids.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import { type Account, loginKey } from './accountRow.ts'
import { countFailure } from './countFailure.ts'
import { verifyPassword } from './passwords.ts'
import { type AccountRepo, accountRepo } from './repo.ts'
import { type SessionRepo, sessionRepo } from './sessionRepo.ts'
import { startSession } from './sessions.ts'
import {
  type AddressLimit,
  noTries,
  refuseLocked,
  type Strangers,
  TRIES,
  type TryCount,
} from './tries.ts'

export type SignInParts = {
  readonly db: Db
  readonly accounts: AccountRepo
  readonly sessions: SessionRepo
  readonly strangers: Strangers
  readonly addresses: AddressLimit
  readonly clock: Clock
  /** Does not reject. */
  onSessionsEnded(userId: UserId): Promise<void>
}

type Attempt = {
  readonly login: string
  readonly password: string
  readonly ip: string
  /** The browser's session so far, ended by this one. */
  readonly oldToken: string | undefined
}

const triesOf = async (parts: SignInParts, login: string): Promise<TryCount> => {
  const account = await parts.accounts.byLogin(login)
  return account ? account.tries : parts.strangers.read(loginKey(login))
}

/** Whoever sat at this computer before is signed out, and their sockets with them. */
const endSession = async (parts: SignInParts, token: string): Promise<void> => {
  const tokenHash = hashToken(token)
  const before = await parts.sessions.find(tokenHash)
  await parts.sessions.remove(tokenHash)
  // Their sockets are closed within the call. Whoever signs in waits for no media server.
  if (before) void parts.onSessionsEnded(before.userId)
}

/**
 * A session for whoever has this password in the moment in which it begins; null when it was reset. The
 * row is written first: a reset, which ends all sessions, is behind us then or before us.
 */
const begin = (
  { db, clock }: SignInParts,
  { userId, passwordHash }: Account,
): Promise<string | null> =>
  db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    await accounts.countTry(userId, noTries)
    const now = await accounts.byId(userId)
    if (now?.passwordHash !== passwordHash) return null
    if (now.disabledAtMs !== null) throw new AppError('accounts/disabled')
    return startSession({ sessions: sessionRepo(transaction), clock }, userId)
  })

/**
 * Checks the password and starts a session with a new id. Throws `accounts/wrong-password { left }`
 * or `accounts/locked { minutes }`; a login nobody has answers the same and takes as long. Only who
 * knows the password is told `accounts/disabled`.
 */
export const signIn = async (
  parts: SignInParts,
  attempt: Attempt,
): Promise<{ readonly userId: UserId; readonly token: string }> => {
  await parts.addresses.refuse(attempt.ip)
  const account = await parts.accounts.byLogin(attempt.login)
  const isRight = await verifyPassword(
    attempt.password,
    account?.passwordHash ?? null,
    // Asked again when the turn comes: a burst of guesses must overtake neither.
    async () => {
      await parts.addresses.refuse(attempt.ip)
      refuseLocked(await triesOf(parts, attempt.login), parts.clock.now())
    },
  )
  // The password may have been reset, or the account disabled, while it was being compared.
  const current = await parts.accounts.byLogin(attempt.login)
  const isTheirs = isRight && current?.passwordHash === account?.passwordHash
  const token = current && isTheirs ? await begin(parts, current) : null
  if (!current || !token) {
    const tries = await countFailure(parts, attempt)
    refuseLocked(tries, parts.clock.now())
    throw new AppError('accounts/wrong-password', { data: { left: TRIES - tries.failed } })
  }
  if (attempt.oldToken) await endSession(parts, attempt.oldToken)
  return { userId: current.userId, token }
}
