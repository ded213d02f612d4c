import type { Db } from '#server/platform/db/Db.ts'
import type { Person } from '#shared/access/actor.ts'
import type { Account } from '#shared/accounts/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import { needAdmin } from './needAdmin.ts'
import { type ReadParts, readAccount } from './readAccounts.ts'
import { accountRepo } from './repo.ts'
import { sessionRepo } from './sessionRepo.ts'

type Parts = ReadParts & { readonly db: Db; onSessionsEnded(userId: UserId): Promise<void> }

/** Out at once and not let in again. Nothing the person wrote is touched. */
export const disableAccount = async (
  parts: Parts,
  actor: Person,
  userId: UserId,
): Promise<Account> => {
  if (userId === actor.userId) throw new AppError('accounts/own-account')
  await parts.db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    const account = await accounts.byId(userId)
    if (!account) throw new AppError('not-found')
    // The day it was done stays, should somebody press twice.
    await accounts.setDisabled(userId, account.disabledAtMs ?? parts.clock.now())
    await needAdmin(accounts)
    await sessionRepo(transaction).removeOf(userId)
  })
  await parts.onSessionsEnded(userId)
  return readAccount(parts, userId)
}
