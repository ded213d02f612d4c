import type { Db } from '#server/platform/db/Db.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import { newPassword } from './newPassword.ts'
import { hashPassword } from './passwords.ts'
import { accountRepo } from './repo.ts'
import { sessionRepo } from './sessionRepo.ts'

type Parts = { readonly db: Db; onSessionsEnded(userId: UserId): Promise<void> }

/** A new readable password; the old one, a lock and every session end with it. */
export const resetPassword = async (
  parts: Parts,
  userId: UserId,
): Promise<{ readonly password: string }> => {
  const password = newPassword()
  const passwordHash = await hashPassword(password)
  await parts.db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    if (!(await accounts.byId(userId))) throw new AppError('not-found')
    await accounts.setPassword(userId, passwordHash)
    await sessionRepo(transaction).removeOf(userId)
  })
  await parts.onSessionsEnded(userId)
  return { password }
}
