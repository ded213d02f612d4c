import { newId } from '#server/platform/ids.ts'
import { callWell } from '#server/testing/callApp.ts'
import { testApp } from '#server/testing/testApp.ts'
import { signIn, type TestPerson, testDistricts } from '#server/testing/testDistricts.ts'
import { type TestLesson, testLesson } from '#server/testing/testLesson.ts'
import type { ActorName } from './authorizationTable.ts'
import type { Scene } from './calls.ts'

/** Stands in every piece of the lesson everybody is tried on, and nowhere else. */
export const CANARY = 'canary-7f3a'

/** One studio, two districts, the lesson and a foreign one, and every actor with a browser. */
export const authorizationStage = async () => {
  const app = await testApp()
  const districts = await testDistricts(app)
  const { orgs, lead, assist, editor, commenter, viewer } = districts
  const others = [
    [editor, 'editor'],
    [commenter, 'commenter'],
    [viewer, 'viewer'],
  ] as const
  const cookies = new Map<ActorName, string>()
  const makeLesson = (): Promise<TestLesson> => {
    const signedIn = { ...lead, cookie: cookies.get('lead') ?? lead.cookie }
    return testLesson(app, {
      ...{ groupId: orgs.group, assist, others },
      lead: signedIn,
      canary: CANARY,
    })
  }
  const lesson = await makeLesson()
  const foreign = await testLesson(app, {
    groupId: orgs.elsewhereGroup,
    lead: districts.teacherElsewhere,
    canary: 'another-lesson',
  })
  const guestOf = async ({ shareToken }: TestLesson): Promise<string> => {
    const { cookies } = await callWell(app, {
      route: 'POST /shares/enter',
      body: { token: shareToken },
    })
    return cookies.join('; ')
  }
  const people: Partial<Record<ActorName, TestPerson>> = {
    teacherElsewhere: districts.teacherElsewhere,
    neighbour: districts.neighbour,
    administrator: districts.admin,
    ...{ viewer, commenter, editor, researcher: districts.researcher, assist, lead },
  }
  cookies.set('guestElsewhere', await guestOf(foreign))
  cookies.set('guest', await guestOf(lesson))
  for (const [name, person] of Object.entries(people)) cookies.set(name as ActorName, person.cookie)
  const spareOrg = await app.people.createOrg({
    ...{ kind: 'group', name: 'spare', parentId: orgs.school, isSample: false },
  })
  const spare = await app.people.createPerson({
    ...{ name: 'spare', login: 'spare', password: newId(), hue: 'lin', isAdmin: false },
    ...{ isSample: false, memberships: [{ orgId: spareOrg, role: 'teacher' }] },
  })
  let count = 0
  return {
    ...{ app, orgs, lead, lesson, foreign, makeLesson },
    cookieOf: (actor: ActorName): string | undefined => cookies.get(actor),
    signInAgain: async (actor: ActorName): Promise<void> => {
      const person = people[actor]
      if (person) cookies.set(actor, await signIn(app, person.login))
    },
    /** Around a lesson: an account and an organisation that nobody misses, a login nobody has. */
    sceneOf: (actor: ActorName, around: TestLesson): Scene => {
      count += 1
      return {
        ...around,
        ...{ actor, userId: spare, orgId: spareOrg, schoolId: orgs.school },
        ...{ newLogin: `new-${count}`, login: districts.neighbour.login },
      }
    },
  }
}
export type AuthorizationStage = Awaited<ReturnType<typeof authorizationStage>>
