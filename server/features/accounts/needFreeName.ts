import type { Org } from '#shared/accounts/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { AccountRepo } from './repo.ts'

/** Throws `accounts/org-name-taken`: two of one kind in one place could not be told apart. */
export const needFreeName = async (accounts: AccountRepo, org: Org): Promise<void> => {
  const isTaken = (await accounts.orgs()).some(
    (other) =>
      other.orgId !== org.orgId &&
      other.kind === org.kind &&
      other.parentId === org.parentId &&
      other.name === org.name,
  )
  if (isTaken) throw new AppError('accounts/org-name-taken')
}
