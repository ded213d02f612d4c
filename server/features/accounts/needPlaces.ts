import type { Membership } from '#shared/access/actor.ts'
import type { MembershipChoices } from '#shared/accounts/model.ts'
import { rolesIn } from '#shared/accounts/rules.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { AccountRepo } from './repo.ts'

/**
 * Throws `not-found` for an organisation that is not there and `invalid-request` for a role that
 * means nothing in it. What the person holds already may stay, whatever setup or sample gave.
 */
export const needPlaces = async (
  accounts: AccountRepo,
  choices: MembershipChoices,
  held: readonly Membership[] = [],
): Promise<void> => {
  for (const [index, { orgId, role }] of choices.entries()) {
    const org = await accounts.org(orgId)
    if (!org) throw new AppError('not-found')
    const isHeld = held.some((place) => place.orgId === orgId && place.role === role)
    if (!isHeld && !rolesIn[org.kind].includes(role))
      throw new AppError('invalid-request', {
        data: [{ path: `body.memberships.${index}.role`, issue: 'custom' }],
      })
  }
}
