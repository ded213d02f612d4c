import type { OrgKind, Person } from '#shared/access/actor.ts'
import type { OrgRole } from '#shared/access/roles.ts'
import type { Hue, PersonCard } from '#shared/accounts/model.ts'
import type { OrgId, UserId } from '#shared/ids.ts'

/** What other slices may ask of accounts: names, organisations, and (for setup and sample) making them. */
export type People = {
  /** The person as any door would judge them now; null when disabled or signed in nowhere. */
  signedIn(userId: UserId): Promise<Person | null>
  card(userId: UserId): Promise<PersonCard | null>
  cards(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, PersonCard>>
  /** Which of them this person may name: the same district, not disabled. Foreigners are as if they were not. */
  neighboursAmong(userId: UserId, asked: readonly UserId[]): Promise<ReadonlySet<UserId>>
  /** Who leads one of these schools, and so sees what is taught there. */
  principalsOf(schoolIds: readonly OrgId[]): Promise<readonly UserId[]>
  org(orgId: OrgId): Promise<{
    readonly orgId: OrgId
    readonly name: string
    readonly kind: OrgKind
    readonly parentId: OrgId | null
  } | null>
  /** Walks up: the school and the district a group belongs to. */
  placeOf(
    groupId: OrgId,
  ): Promise<{ readonly schoolIds: readonly OrgId[]; readonly districtId: OrgId | null }>
  createOrg(org: {
    readonly kind: OrgKind
    readonly name: string
    readonly parentId: OrgId | null
    readonly isSample: boolean
  }): Promise<OrgId>
  createPerson(person: {
    readonly name: string
    readonly login: string
    readonly password: string
    readonly hue: Hue
    readonly isAdmin: boolean
    readonly isSample: boolean
    readonly memberships: readonly { readonly orgId: OrgId; readonly role: OrgRole }[]
  }): Promise<UserId>
}

/** What setup asks of the sample: loads it and answers with the people whose passwords are shown once. */
export type SampleLoader = {
  load(place: { readonly districtId: OrgId; readonly adminId: UserId }): Promise<
    readonly {
      readonly name: string
      readonly login: string
      readonly password: string
      readonly part: string
    }[]
  >
  remove(): Promise<void>
  isLoaded(): Promise<boolean>
}
