import type { Db } from '#server/platform/db/Db.ts'
import type { Person } from '#shared/access/actor.ts'
import type { updateAccount as contract } from '#shared/accounts/contract.ts'
import type { Account } from '#shared/accounts/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { UserId } from '#shared/ids.ts'
import { needAdmin } from './needAdmin.ts'
import { needPlaces } from './needPlaces.ts'
import { type ReadParts, readAccount } from './readAccounts.ts'
import { accountRepo } from './repo.ts'

type Parts = ReadParts & { readonly db: Db; onSessionsEnded(userId: UserId): Promise<void> }

/** Name, places, rights. The person stays signed in; their open pages are judged anew at once. */
export const updateAccount = async (
  parts: Parts,
  actor: Person,
  userId: UserId,
  change: BodyOf<typeof contract>,
): Promise<Account> => {
  const { name, memberships, isAdmin } = change
  if (isAdmin === false && userId === actor.userId) throw new AppError('accounts/own-account')
  await parts.db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    if (!(await accounts.byId(userId))) throw new AppError('not-found')
    if (memberships) {
      await needPlaces(accounts, memberships, await accounts.placesOf(userId))
      await accounts.setPlaces(userId, memberships)
    }
    if (name !== undefined) await accounts.setName(userId, name)
    if (isAdmin !== undefined) {
      await accounts.setAdmin(userId, isAdmin)
      await needAdmin(accounts)
    }
  })
  await parts.onSessionsEnded(userId)
  return readAccount(parts, userId)
}
