import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import { countFailure, type FailureParts } from './countFailure.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { type AccountRepo, accountRepo } from './repo.ts'
import { sessionRepo } from './sessionRepo.ts'
import { refuseLocked, TRIES } from './tries.ts'

type Parts = FailureParts & {
  readonly accounts: AccountRepo
  onSessionsEnded(userId: UserId): Promise<void>
}

type Change = {
  readonly userId: UserId
  readonly old: string
  readonly next: string
  readonly ip: string
  /** The session this is asked from, which goes on. */
  readonly keptHash: string
}

/**
 * The old password is asked again, and counted like a sign-in: a browser left open in the staff room
 * must not be a place to guess. Throws `accounts/old-password-wrong { left }` or `accounts/locked`.
 */
export const changeOwnPassword = async (parts: Parts, change: Change): Promise<void> => {
  const need = async () => {
    const account = await parts.accounts.byId(change.userId)
    if (!account) throw new AppError('not-found')
    return account
  }
  const account = await need()
  const isRight = await verifyPassword(change.old, account.passwordHash, async () =>
    refuseLocked((await need()).tries, parts.clock.now()),
  )
  if (!isRight) {
    const tries = await countFailure(parts, { login: account.login, ip: change.ip })
    refuseLocked(tries, parts.clock.now())
    throw new AppError('accounts/old-password-wrong', { data: { left: TRIES - tries.failed } })
  }
  const passwordHash = await hashPassword(change.next)
  await parts.db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    // An administrator's reset in between must not be undone by whoever knew the old password.
    if ((await accounts.byId(change.userId))?.passwordHash !== account.passwordHash)
      throw new AppError('conflict')
    await accounts.setPassword(change.userId, passwordHash)
    await sessionRepo(transaction).removeOf(change.userId, change.keptHash)
  })
  await parts.onSessionsEnded(change.userId)
}
