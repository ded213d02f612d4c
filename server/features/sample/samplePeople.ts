import { randomInt } from 'node:crypto'
import type { People, SampleLoader } from '#server/platform/ports/People.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { CAST, type CastMember, GROUP, SCHOOLS } from './cast.ts'
import type { CastKey } from './types.ts'

type Shown = Awaited<ReturnType<SampleLoader['load']>>[number]

export type SampleOrgs = {
  readonly chengguan: OrgId
  readonly qingshan: OrgId
  readonly group: OrgId
}

export type SampleCast = {
  readonly orgs: SampleOrgs
  readonly ids: ReadonlyMap<CastKey, UserId>
  /** With the passwords, for the setup page's one showing. */
  readonly shown: readonly Shown[]
}

/** Letters and digits that cannot be mistaken for one another when read from a screen. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

const newPassword = (): string => {
  const letters = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)])
  return [0, 4, 8].map((from) => letters.slice(from, from + 4).join('')).join('-')
}

/** The login, with a number when the school has somebody of that name already. */
const freeLogin = (login: string, taken: ReadonlySet<string>): string => {
  let free = login
  for (let number = 2; taken.has(free); number++) free = `${login}${number}`
  return free
}

const createOrgs = async (people: People, districtId: OrgId): Promise<SampleOrgs> => {
  const school = (name: string): Promise<OrgId> =>
    people.createOrg({ kind: 'school', name, parentId: districtId, isSample: true })
  return {
    chengguan: await school(SCHOOLS.chengguan),
    qingshan: await school(SCHOOLS.qingshan),
    // The group spans both schools, so it hangs on the district.
    group: await people.createOrg({
      kind: 'group',
      name: GROUP,
      parentId: districtId,
      isSample: true,
    }),
  }
}

export const createCast = async (
  people: People,
  districtId: OrgId,
  taken: ReadonlySet<string>,
): Promise<SampleCast> => {
  const orgs = await createOrgs(people, districtId)
  const create = async (member: CastMember): Promise<readonly [UserId, Shown]> => {
    const login = freeLogin(member.login, taken)
    const password = newPassword()
    const place = member.school
      ? { orgId: orgs[member.school], role: 'teacher' as const }
      : { orgId: districtId, role: 'researcher' as const }
    const userId = await people.createPerson({
      name: member.name,
      login,
      password,
      hue: member.hue,
      isAdmin: false,
      isSample: true,
      memberships: [place, { orgId: orgs.group, role: member.groupRole }],
    })
    return [userId, { name: member.name, login, password, part: member.part }]
  }
  const ids = new Map<CastKey, UserId>()
  const shown: Shown[] = []
  for (const member of CAST) {
    const [userId, line] = await create(member)
    ids.set(member.key, userId)
    shown.push(line)
  }
  return { orgs, ids, shown }
}
