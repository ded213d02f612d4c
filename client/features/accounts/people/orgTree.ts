import type { Account, Org } from '#shared/accounts/model.ts'
import type { OrgId } from '#shared/ids.ts'

export type OrgNode = Org & {
  /** 0 for a district, one more for each step below it. */
  readonly depth: number
}

/** Every organisation followed by what stands below it: schools before groups at each step. */
export const orgTree = (
  orgs: readonly Org[],
  parentId: OrgId | null = null,
  depth = 0,
): readonly OrgNode[] =>
  orgs
    .filter((org) => org.parentId === parentId)
    .flatMap((org) => [{ ...org, depth }, ...orgTree(orgs, org.orgId, depth + 1)])

/** Those who belong to the organisation or to anything below it. */
export const peopleIn = (
  accounts: readonly Account[],
  orgs: readonly Org[],
  orgId: OrgId,
): readonly Account[] => {
  const inside = new Set<OrgId>([orgId, ...orgTree(orgs, orgId).map((org) => org.orgId)])
  return accounts.filter((account) => account.memberships.some((place) => inside.has(place.orgId)))
}
