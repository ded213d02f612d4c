import type { Me } from '#shared/accounts/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import type { AccountRepo } from './repo.ts'

/** The signed-in person as their own pages need them. Throws `not-found` when they are gone. */
export const meOf = async (accounts: AccountRepo, userId: UserId): Promise<Me> => {
  const account = await accounts.byId(userId)
  if (!account) throw new AppError('not-found')
  const { name, hue, login, isAdmin } = account
  const memberships = [...(await accounts.placesOf(userId))]
  return { userId, name, hue, login, isAdmin, memberships }
}
