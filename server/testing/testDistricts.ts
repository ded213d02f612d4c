import type { OrgKind } from '#shared/access/actor.ts'
import type { OrgRole } from '#shared/access/roles.ts'
import type { Me } from '#shared/accounts/model.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { callWell } from './callApp.ts'
import type { TestApp } from './testApp.ts'

export const TEST_PASSWORD = 'a long phrase'

export type TestPerson = {
  readonly userId: UserId
  readonly login: string
  /** `cookie` header of the person's browser. */
  readonly cookie: string
}

export const signIn = async (app: TestApp, login: string): Promise<string> => {
  const { cookies } = await callWell<Me>(app, {
    route: 'POST /session',
    body: { login, password: TEST_PASSWORD },
  })
  return cookies.join('; ')
}

const setUp = async (app: TestApp): Promise<TestPerson & { readonly me: Me }> => {
  const login = 'administrator'
  const { answer, cookies } = await callWell<{ readonly me: Me }>(app, {
    route: 'POST /setup',
    body: {
      token: await app.setupToken(),
      school: '城关小学',
      district: '云溪区',
      stage: 'primary',
      lessonMinutes: 40,
      adminName: '周岚',
      login,
      password: TEST_PASSWORD,
      withSample: false,
    },
  })
  return { userId: answer.me.userId, login, cookie: cookies.join('; '), me: answer.me }
}

/**
 * The district that setup makes, with a planning group of its own beside setup's, and a second
 * district that has nothing to do with it. Everybody is signed in.
 */
export const testDistricts = async (app: TestApp) => {
  const admin = await setUp(app)
  const org = (kind: OrgKind, name: string, parentId: OrgId | null): Promise<OrgId> =>
    app.people.createOrg({ kind, name, parentId, isSample: false })
  const person = async (login: string, orgId: OrgId, role: OrgRole): Promise<TestPerson> => {
    const userId = await app.people.createPerson({
      ...{ name: login, login, password: TEST_PASSWORD, hue: 'lin' },
      ...{ isAdmin: false, isSample: false, memberships: [{ orgId, role }] },
    })
    return { userId, login, cookie: await signIn(app, login) }
  }
  const school = admin.me.memberships.find(({ orgKind }) => orgKind === 'school')?.orgId
  const { districtId } = await app.people.placeOf(school ?? ('' as OrgId))
  if (!school || !districtId) throw new Error('setup made no school')
  const group = await org('group', '五年级语文备课组', school)
  const otherGroup = await org('group', '三年级数学备课组', school)
  const farSchool = await org('school', '青山小学', districtId)
  const elsewhere = await org('district', '江北区', null)
  const elsewhereSchool = await org('school', '江北小学', elsewhere)
  const elsewhereGroup = await org('group', '江北备课组', elsewhereSchool)
  return {
    orgs: { districtId, school, group, otherGroup, farSchool, elsewhereGroup },
    admin,
    lead: await person('lead', group, 'teacher'),
    assist: await person('assist', farSchool, 'teacher'),
    editor: await person('editor', farSchool, 'teacher'),
    commenter: await person('commenter', farSchool, 'teacher'),
    viewer: await person('viewer', farSchool, 'teacher'),
    researcher: await person('researcher', districtId, 'researcher'),
    neighbour: await person('neighbour', otherGroup, 'teacher'),
    teacherElsewhere: await person('teacher-elsewhere', elsewhereGroup, 'prep_lead'),
  }
}
export type TestDistricts = Awaited<ReturnType<typeof testDistricts>>
