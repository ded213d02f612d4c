import { sql } from 'kysely'
import type { Db } from '#server/platform/db/Db.ts'
import { prepared } from '#server/platform/db/prepared.ts'
import type { People } from '#server/platform/ports/People.ts'
import type { Membership } from '#shared/access/actor.ts'
import { orgRoleSchema } from '#shared/access/roles.ts'
import type { PersonCard } from '#shared/accounts/model.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { type Account, accountOf, hueOf, loginKey, personColumns } from './accountRow.ts'
import { manageRepo } from './manageRepo.ts'
import type { TryCount } from './tries.ts'

type Kind = Membership['orgKind']

export type Place = Membership & { readonly orgName: string }

export type NewPerson = Omit<Parameters<People['createPerson']>[0], 'password'> & {
  readonly userId: UserId
  readonly passwordHash: string
  readonly createdAtMs: number
}

const cardOf = (row: { id: string; name: string; hue: string }): PersonCard => ({
  userId: row.id as UserId,
  name: row.name,
  hue: hueOf(row.hue),
})

/** What every request and every socket asks. */
const everySocket = (db: Db) => ({
  person: prepared(db, (userId: string) =>
    db.selectFrom('person').select(personColumns).where('id', '=', userId),
  ),
  card: prepared(db, (userId: string) =>
    db.selectFrom('person').select(['id', 'name', 'hue']).where('id', '=', userId),
  ),
  places: prepared(db, (userId: string) =>
    db
      .selectFrom('membership')
      .innerJoin('org', 'org.id', 'membership.org_id')
      .select(['org.id', 'org.kind', 'org.name', 'membership.role'])
      .where('membership.person_id', '=', userId)
      .orderBy('org.kind')
      .orderBy('org.name'),
  ),
})

const personQueries = (db: Db, asked: ReturnType<typeof everySocket>) => ({
  byLogin: async (login: string): Promise<Account | null> => {
    const row = await db
      .selectFrom('person')
      .select(personColumns)
      .where('login', '=', loginKey(login))
      .executeTakeFirst()
    return row ? accountOf(row) : null
  },

  byId: async (userId: UserId): Promise<Account | null> => {
    const [row] = await asked.person(userId)
    return row ? accountOf(row) : null
  },

  placesOf: async (userId: UserId): Promise<readonly Place[]> => {
    const rows = await asked.places(userId)
    return rows.map((row) => ({
      orgId: row.id as OrgId,
      orgKind: row.kind,
      orgName: row.name,
      role: orgRoleSchema.parse(row.role),
    }))
  },

  countTry: async (userId: UserId, tries: TryCount): Promise<void> => {
    await db
      .updateTable('person')
      .set({ failed_count: tries.failed, locked_until: tries.lockedUntilMs })
      .where('id', '=', userId)
      .execute()
  },

  card: async (userId: UserId): Promise<PersonCard | null> => {
    const [row] = await asked.card(userId)
    return row ? cardOf(row) : null
  },

  cards: async (userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, PersonCard>> => {
    if (userIds.length === 0) return new Map()
    const rows = await db
      .selectFrom('person')
      .select(['id', 'name', 'hue'])
      .where('id', 'in', [...new Set(userIds)])
      .execute()
    return new Map(rows.map(cardOf).map((card) => [card.userId, card]))
  },
})

const orgQueries = (db: Db) => ({
  org: async (orgId: OrgId) => {
    const row = await db
      .selectFrom('org')
      .select(['id', 'name', 'kind', 'parent_id'])
      .where('id', '=', orgId)
      .executeTakeFirst()
    return row
      ? {
          orgId: row.id as OrgId,
          name: row.name,
          kind: row.kind,
          parentId: row.parent_id as OrgId | null,
        }
      : null
  },

  /** The organisation itself and everything above it, nearest first. */
  ancestors: async (orgId: OrgId): Promise<readonly { orgId: OrgId; kind: Kind }[]> => {
    const { rows } = await sql<{ id: string; kind: Kind }>`
      with recursive up(id, kind, parent_id, height) as (
        select id, kind, parent_id, 0 from org where id = ${orgId}
        union all
        select org.id, org.kind, org.parent_id, up.height + 1
        from org join up on org.id = up.parent_id where up.height < 8
      )
      select id, kind from up order by height`.execute(db)
    return rows.map((row) => ({ orgId: row.id as OrgId, kind: row.kind }))
  },

  principalsOf: async (schoolIds: readonly OrgId[]): Promise<readonly UserId[]> => {
    if (schoolIds.length === 0) return []
    const rows = await db
      .selectFrom('membership')
      .select('person_id')
      .where('org_id', 'in', schoolIds)
      .where('role', '=', 'principal')
      .execute()
    return rows.map((row) => row.person_id as UserId)
  },

  /** The installation's own school, not one the sample brought; null before setup. */
  ownSchool: async (): Promise<string | null> => {
    const row = await db
      .selectFrom('org')
      .select('name')
      .where('kind', '=', 'school')
      .where('is_sample', '=', 0)
      // The first one made: administrators may add schools.
      .orderBy('nth')
      .executeTakeFirst()
    return row?.name ?? null
  },
})

const neighbourQueries = (db: Db) => ({
  /**
   * Everybody who may sign in and belongs to an organisation under the same root, by name; with
   * `among` only those of them.
   */
  neighbours: async (userId: UserId, limit: number, among?: readonly UserId[]) => {
    if (among?.length === 0) return []
    const only = among ? sql`and person.id in (${sql.join(among)})` : sql``
    const { rows } = await sql<{ id: string; name: string; hue: string; org: string | null }>`
      with recursive up(id, parent_id) as (
        select org.id, org.parent_id from org
        join membership on membership.org_id = org.id and membership.person_id = ${userId}
        union
        select org.id, org.parent_id from org join up on org.id = up.parent_id
      ), down(id) as (
        select id from up where parent_id is null
        union
        select org.id from org join down on org.parent_id = down.id
      )
      select person.id, person.name, person.hue, (
        select org.name from org join membership as place on place.org_id = org.id
        where place.person_id = person.id
        order by case org.kind when 'school' then 0 when 'district' then 1 else 2 end limit 1
      ) as org
      from person
      where person.disabled_at is null and (person.id = ${userId} or person.id in (
        select person_id from membership where org_id in (select id from down))) ${only}
      order by person.name limit ${limit}`.execute(db)
    return rows.map((row) => ({
      userId: row.id as UserId,
      name: row.name,
      hue: hueOf(row.hue),
      orgName: row.org ?? '',
    }))
  },
})

const changes = (db: Db) => ({
  insertOrg: async (org: {
    readonly orgId: OrgId
    readonly kind: Kind
    readonly name: string
    readonly parentId: OrgId | null
    readonly isSample: boolean
    readonly settings?: Readonly<Record<string, unknown>>
  }): Promise<void> => {
    await db
      .insertInto('org')
      .values(({ selectFrom }) => ({
        id: org.orgId,
        parent_id: org.parentId,
        kind: org.kind,
        name: org.name,
        settings: JSON.stringify(org.settings ?? {}),
        is_sample: org.isSample ? 1 : 0,
        nth: selectFrom('org').select(({ fn, lit }) =>
          sql<number>`${fn.coalesce(fn.max('nth'), lit(0))} + 1`.as('nth'),
        ),
      }))
      .execute()
  },

  /** With memberships. False when the login is taken. Call inside a transaction. */
  insertPerson: async (person: NewPerson): Promise<boolean> => {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto('person')
      .values({
        id: person.userId,
        login: loginKey(person.login),
        name: person.name,
        hue: person.hue,
        password_hash: person.passwordHash,
        is_admin: person.isAdmin ? 1 : 0,
        failed_count: 0,
        locked_until: null,
        is_sample: person.isSample ? 1 : 0,
        created_at: person.createdAtMs,
      })
      .onConflict((conflict) => conflict.column('login').doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows === 0n) return false
    for (const { orgId, role } of person.memberships)
      await db
        .insertInto('membership')
        .values({ person_id: person.userId, org_id: orgId, role })
        .execute()
    return true
  },

  removeOrg: async (orgId: OrgId): Promise<void> => {
    await db.deleteFrom('org').where('id', '=', orgId).execute()
  },

  removePerson: async (userId: UserId): Promise<void> => {
    await db.deleteFrom('person').where('id', '=', userId).execute()
  },
})

/**
 * People and organisations. With `manageRepo` and `accountRow` the only place that knows the
 * columns of `person`, `org` and `membership`.
 */
export const accountRepo = (db: Db) => ({
  ...personQueries(db, everySocket(db)),
  ...orgQueries(db),
  ...neighbourQueries(db),
  ...manageRepo(db),
  ...changes(db),
})
export type AccountRepo = ReturnType<typeof accountRepo>
