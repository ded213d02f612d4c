import { z } from 'zod'
import type { LessonRole, OrgRole } from '#shared/access/roles.ts'
import { anything, callStudio } from './studioApi.ts'

/** Somebody with an account, signed in with a browser of their own. */
export type Member = {
  readonly userId: string
  readonly name: string
  readonly login: string
  readonly password: string
  readonly cookie: string
}

export type Lesson = { readonly lessonId: string; readonly planId: string }

const meSchema = z.object({
  userId: z.string(),
  name: z.string(),
  memberships: z.array(z.object({ orgId: z.string(), orgKind: z.string() })),
})
const orgSchema = z.object({ orgId: z.string() })
const accountSchema = z.object({
  account: z.object({ userId: z.string() }),
  password: z.string(),
})
export const lessonSchema = z.object({ lessonId: z.string(), planId: z.string() })

const ADMIN = { login: 'xuwen', password: '春风又绿江南岸2026' }

const foundingForm = (token: string) => ({
  ...{ token, school: '城关中心小学', district: '云溪区', stage: 'primary', lessonMinutes: 40 },
  ...{ adminName: '许文', ...ADMIN, withSample: false },
})

export const signInAs = async (
  origin: string,
  { login, password }: Pick<Member, 'login' | 'password'>,
): Promise<string> => {
  const body = { login, password }
  const call = { method: 'POST', path: '/session', body } as const
  return (await callStudio(origin, anything, call)).cookie
}

/**
 * A school as its administrator makes it, by the setup link and the ordinary endpoints, in a studio
 * that has just been started: one planning group, and whoever is asked for.
 */
export const foundSchool = async (studio: { readonly url: string; readonly setupUrl: string }) => {
  const origin = studio.url
  const token = new URL(studio.setupUrl).hash.slice(1)
  const founded = await callStudio(origin, z.object({ me: meSchema }), {
    ...{ method: 'POST', path: '/setup', body: foundingForm(token) },
  })
  const { me } = founded.answer
  const admin: Member = { ...ADMIN, userId: me.userId, name: me.name, cookie: founded.cookie }
  const placeOf = (kind: string): string =>
    me.memberships.find(({ orgKind }) => orgKind === kind)?.orgId ?? ''
  const asAdmin = async <Answer>(
    answer: z.ZodType<Answer>,
    call: Omit<Parameters<typeof callStudio>[2], 'cookie'>,
  ): Promise<Answer> => (await callStudio(origin, answer, { ...call, cookie: admin.cookie })).answer
  const school = placeOf('school')
  const makeOrg = async (kind: 'school' | 'group', name: string, parentId: string) =>
    (await asAdmin(orgSchema, { method: 'POST', path: '/orgs', body: { kind, name, parentId } }))
      .orgId
  const groupId = await makeOrg('group', '五年级语文备课组', school)

  /** An account, and a browser that is signed in with its first password. */
  const enrol = async (login: string, orgId: string, role: OrgRole): Promise<Member> => {
    const body = { name: login, login, memberships: [{ orgId, role }] }
    const call = { method: 'POST', path: '/accounts', body } as const
    const { account, password } = await asAdmin(accountSchema, call)
    const cookie = await signInAs(origin, { login, password })
    return { userId: account.userId, name: login, login, password, cookie }
  }

  const createLesson = async (
    lead: Member,
    { title, assist }: { readonly title: string; readonly assist?: Member },
  ): Promise<Lesson> => {
    const site = (teacherId: string) => ({
      ...{ school: '城关中心小学', className: '五（2）班', headcount: 40, teacherId },
    })
    const body = {
      ...{ title, subject: '语文', grade: '五年级', unit: '第一单元', lengthMin: 40 },
      ...{ startsAt: null, groupId, near: site(lead.userId) },
      far: assist ? site(assist.userId) : null,
    }
    const call = { method: 'POST', path: '/lessons', body, cookie: lead.cookie } as const
    return (await callStudio(origin, lessonSchema, call)).answer
  }

  /** What somebody is to a lesson; null takes it away. */
  const setRole = (
    lead: Member,
    lessonId: string,
    { userId, role }: { readonly userId: string; readonly role: LessonRole | null },
  ) =>
    callStudio(origin, anything, {
      ...{ method: 'PUT', path: `/lessons/${lessonId}/members/${userId}` },
      ...{ body: { role }, cookie: lead.cookie },
    })

  return { origin, admin, school, groupId, makeOrg, enrol, createLesson, setRole, asAdmin }
}
export type School = Awaited<ReturnType<typeof foundSchool>>
