import type { Account } from '#shared/accounts/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import { type ReadParts, readAccount } from './readAccounts.ts'

/** Lets the person sign in again, with the password and the places they had. */
export const enableAccount = async (parts: ReadParts, userId: UserId): Promise<Account> => {
  if (!(await parts.accounts.byId(userId))) throw new AppError('not-found')
  await parts.accounts.setDisabled(userId, null)
  return readAccount(parts, userId)
}
