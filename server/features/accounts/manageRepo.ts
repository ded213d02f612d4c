import { sql } from 'kysely'
import type { Db, Tables } from '#server/platform/db/Db.ts'
import type { Membership } from '#shared/access/actor.ts'
import { orgRoleSchema } from '#shared/access/roles.ts'
import type { Hue, MembershipChoices, Org } from '#shared/accounts/model.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { type Account, accountOf, hueOf, personColumns } from './accountRow.ts'
import { noTries } from './tries.ts'

type PlaceOfPerson = Membership & { readonly userId: UserId; readonly orgName: string }

const kindOrder = sql`case org.kind when 'district' then 0 when 'school' then 1 else 2 end`

const accountQueries = (db: Db) => ({
  everybody: async (): Promise<readonly Account[]> => {
    const rows = await db
      .selectFrom('person')
      .select(personColumns)
      .orderBy('name')
      .orderBy('login')
      .execute()
    return rows.map(accountOf)
  },

  allPlaces: async (): Promise<readonly PlaceOfPerson[]> => {
    const rows = await db
      .selectFrom('membership')
      .innerJoin('org', 'org.id', 'membership.org_id')
      .select(['membership.person_id', 'org.id', 'org.kind', 'org.name', 'membership.role'])
      .orderBy(kindOrder)
      .orderBy('org.name')
      .execute()
    return rows.map((row) => ({
      userId: row.person_id as UserId,
      orgId: row.id as OrgId,
      orgKind: row.kind,
      orgName: row.name,
      role: orgRoleSchema.parse(row.role),
    }))
  },

  /** How many people wear each hue; a hue nobody wears is left out. */
  hueCounts: async (): Promise<ReadonlyMap<Hue, number>> => {
    const rows = await db
      .selectFrom('person')
      .select(({ fn }) => ['hue', fn.countAll<number>().as('count')])
      .groupBy('hue')
      .execute()
    return new Map(rows.map((row) => [hueOf(row.hue), row.count]))
  },

  /** Administrators who can sign in and will not go away with the sample. */
  countLastingAdmins: async (): Promise<number> => {
    const { count } = await db
      .selectFrom('person')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('is_admin', '=', 1)
      .where('is_sample', '=', 0)
      .where('disabled_at', 'is', null)
      .executeTakeFirstOrThrow()
    return count
  },
})

const accountChanges = (db: Db) => {
  const set = async (
    userId: UserId,
    values: Partial<Pick<Tables['person'], 'name' | 'is_admin' | 'disabled_at'>>,
  ): Promise<void> => {
    await db.updateTable('person').set(values).where('id', '=', userId).execute()
  }
  return {
    setName: (userId: UserId, name: string) => set(userId, { name }),
    setAdmin: (userId: UserId, isAdmin: boolean) => set(userId, { is_admin: isAdmin ? 1 : 0 }),
    setDisabled: (userId: UserId, atMs: number | null) => set(userId, { disabled_at: atMs }),

    /** Also forgets the tries so far: whoever was locked out comes in with the new one. */
    setPassword: async (userId: UserId, passwordHash: string): Promise<void> => {
      await db
        .updateTable('person')
        .set({
          password_hash: passwordHash,
          failed_count: noTries.failed,
          locked_until: noTries.lockedUntilMs,
        })
        .where('id', '=', userId)
        .execute()
    },

    /** All of them, replacing what was. Call inside a transaction. */
    setPlaces: async (userId: UserId, choices: MembershipChoices): Promise<void> => {
      await db.deleteFrom('membership').where('person_id', '=', userId).execute()
      await db
        .insertInto('membership')
        .values(choices.map(({ orgId, role }) => ({ person_id: userId, org_id: orgId, role })))
        .execute()
    },
  }
}

const orgManaging = (db: Db) => ({
  /** Parents before children, then by name. */
  orgs: async (): Promise<readonly Org[]> => {
    const rows = await db
      .selectFrom('org')
      .select(['id', 'kind', 'name', 'parent_id', 'is_sample'])
      .orderBy(kindOrder)
      .orderBy('name')
      .execute()
    return rows.map((row) => ({
      orgId: row.id as OrgId,
      kind: row.kind,
      name: row.name,
      parentId: row.parent_id as OrgId | null,
      isSample: row.is_sample === 1,
    }))
  },

  renameOrg: async (orgId: OrgId, name: string): Promise<void> => {
    await db.updateTable('org').set({ name }).where('id', '=', orgId).execute()
  },
})

/** What only administrators ask for; part of `accountRepo`. */
export const manageRepo = (db: Db) => ({
  ...accountQueries(db),
  ...accountChanges(db),
  ...orgManaging(db),
})
