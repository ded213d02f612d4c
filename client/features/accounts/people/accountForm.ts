import type { OrgRole } from '#shared/access/roles.ts'
import {
  type Account,
  loginSchema,
  type MembershipChoices,
  membershipChoicesSchema,
  type Org,
  personNameSchema,
} from '#shared/accounts/model.ts'
import { rolesIn } from '#shared/accounts/rules.ts'

export type AccountForm = {
  readonly name: string
  readonly login: string
  readonly memberships: MembershipChoices
  readonly isAdmin: boolean
}
export type AccountField = 'name' | 'login' | 'memberships'

/** A new account begins where the administrator stands. */
export const emptyAccount = (org: Org | undefined): AccountForm => {
  const role = org && rolesIn[org.kind][0]
  return {
    name: '',
    login: '',
    memberships: org && role ? [{ orgId: org.orgId, role }] : [],
    isAdmin: false,
  }
}

export const formOf = ({ name, login, memberships, isAdmin }: Account): AccountForm => ({
  name,
  login,
  memberships: memberships.map(({ orgId, role }) => ({ orgId, role })),
  isAdmin,
})

/** The roles to choose from in an organisation, with the one held even if it is no longer given. */
export const roleChoices = (org: Org, held: OrgRole | undefined): readonly OrgRole[] => {
  const roles = rolesIn[org.kind]
  return held && !roles.includes(held) ? [held, ...roles] : roles
}

/** With one organisation's role set, or the organisation left. */
export const withPlace = (
  memberships: MembershipChoices,
  org: Org,
  role: OrgRole | null,
): MembershipChoices => {
  const others = memberships.filter((place) => place.orgId !== org.orgId)
  return role ? [...others, { orgId: org.orgId, role }] : others
}

const schemas = {
  name: personNameSchema,
  login: loginSchema,
  memberships: membershipChoicesSchema,
} as const

/** The fields the server would refuse, by its own schemas. */
export const wrongIn = (form: AccountForm): ReadonlySet<AccountField> => {
  const fields = ['name', 'login', 'memberships'] as const
  return new Set(fields.filter((field) => !schemas[field].safeParse(form[field]).success))
}
