import type { Clock } from '#server/platform/clock.ts'
import type { Account as AccountView } from '#shared/accounts/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import type { Account } from './accountRow.ts'
import type { AccountRepo, Place } from './repo.ts'

export type ReadParts = { readonly accounts: AccountRepo; readonly clock: Clock }

const instantOf = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString()

const viewOf = (account: Account, places: readonly Place[], nowMs: number): AccountView => {
  const { userId, name, hue, login, isAdmin, isSample, disabledAtMs } = account
  const { lockedUntilMs } = account.tries
  return {
    userId,
    name,
    hue,
    login,
    isAdmin,
    isSample,
    memberships: places.map(({ orgId, orgKind, orgName, role }) => ({
      orgId,
      orgKind,
      orgName,
      role,
    })),
    lockedUntil: instantOf(lockedUntilMs !== null && lockedUntilMs > nowMs ? lockedUntilMs : null),
    disabledAt: instantOf(disabledAtMs),
  }
}

/** Everybody of the installation by name, disabled people and the sample's among them. */
export const readAccounts = async ({ accounts, clock }: ReadParts): Promise<AccountView[]> => {
  const places = new Map<UserId, Place[]>()
  for (const { userId, ...place } of await accounts.allPlaces()) {
    const known = places.get(userId)
    if (known) known.push(place)
    else places.set(userId, [place])
  }
  const everybody = await accounts.everybody()
  return everybody.map((account) => viewOf(account, places.get(account.userId) ?? [], clock.now()))
}

/** One of them. Throws `not-found`. */
export const readAccount = async (
  { accounts, clock }: ReadParts,
  userId: UserId,
): Promise<AccountView> => {
  const account = await accounts.byId(userId)
  if (!account) throw new AppError('not-found')
  return viewOf(account, await accounts.placesOf(userId), clock.now())
}
