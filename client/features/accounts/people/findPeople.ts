import type { Account, Org } from '#shared/accounts/model.ts'
import type { OrgId } from '#shared/ids.ts'
import { peopleIn } from './orgTree.ts'

export const peopleKinds = ['all', 'admins', 'disabled'] as const
export type PeopleKind = (typeof peopleKinds)[number]

export type PeopleFilter = {
  readonly orgId: OrgId | null
  /** Part of a name or a login. */
  readonly words: string
  readonly kind: PeopleKind
}

const isOf: Readonly<Record<PeopleKind, (account: Account) => boolean>> = {
  all: () => true,
  admins: (account) => account.isAdmin,
  disabled: (account) => account.disabledAt !== null,
}

/** Who is shown, by name as a Chinese register orders it; the counts follow the other filters. */
export const findPeople = (
  accounts: readonly Account[],
  orgs: readonly Org[],
  { orgId, words, kind }: PeopleFilter,
): {
  readonly shown: readonly Account[]
  readonly counts: Readonly<Record<PeopleKind, number>>
} => {
  const wanted = words.trim().toLowerCase()
  const found = (orgId ? peopleIn(accounts, orgs, orgId) : accounts).filter(
    ({ name, login }) => name.toLowerCase().includes(wanted) || login.includes(wanted),
  )
  const count = (of: PeopleKind): number => found.filter(isOf[of]).length
  return {
    shown: found
      .filter(isOf[kind])
      .sort((one, other) => one.name.localeCompare(other.name, 'zh-CN')),
    counts: { all: count('all'), admins: count('admins'), disabled: count('disabled') },
  }
}
