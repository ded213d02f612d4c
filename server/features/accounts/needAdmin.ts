import { AppError } from '#shared/errors/appError.ts'
import type { AccountRepo } from './repo.ts'

/**
 * Throws `accounts/last-admin` when nobody is left who could manage people; the sample's people do
 * not count, they leave with it. Call after the change, inside its transaction.
 */
export const needAdmin = async (accounts: AccountRepo): Promise<void> => {
  if ((await accounts.countLastingAdmins()) === 0) throw new AppError('accounts/last-admin')
}
