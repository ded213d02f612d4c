import { z } from 'zod'
import { type Member, signInAs } from '#e2e/support/foundSchool.ts'
import { anything, callStudio } from '#e2e/support/studioApi.ts'
import type { LessonRole, OrgRole } from '#shared/access/roles.ts'
import type { Person } from '../rig/Rig.ts'
import type { StudioRig } from '../rig/studioRig.ts'

/** What the victim finds when they come back with the cookie they had. */
export type Return = 'write' | 'read' | 'NotFound' | 'NotSignedIn'

/** Somebody with open sockets, and what takes away what they may do. */
export type Case = {
  readonly victim: Person
  /** Documents they have open. */
  readonly docs: readonly string[]
  /** In which of them they write until then. */
  readonly writes: 'plan' | 'comments' | 'nothing'
  revoke(): Promise<unknown>
  readonly back: Return
}

export type Revocation = readonly [name: string, prepare: (studio: StudioRig) => Promise<Case>]

const classroomSchema = z.object({ classroomId: z.string() })
const orgsSchema = z.object({
  orgs: z.array(z.object({ orgId: z.string(), kind: z.string() })),
})

let enrolled = 0
const enrol = (studio: StudioRig, orgId: string, role: OrgRole = 'teacher'): Promise<Member> => {
  enrolled += 1
  return studio.school.enrol(`victim-${enrolled}`, orgId, role)
}

const leadOf = ({ editors }: StudioRig): Member => {
  const [lead] = editors
  if (!lead) throw new Error('nobody leads')
  return lead
}

const elsewhere = ({ school }: StudioRig): Promise<string> =>
  school.makeOrg('group', `别组 ${enrolled}`, school.school)

/** A lesson with its classroom, and all three documents. */
const lessonOf = async (studio: StudioRig, assist?: Member) => {
  const lead = leadOf(studio)
  const options = { title: 'revocation', ...(assist ? { assist } : {}) }
  const { lessonId, planId } = await studio.school.createLesson(lead, options)
  const path = `/lessons/${lessonId}/classroom`
  const call = { method: 'POST', path, cookie: lead.cookie } as const
  const { classroomId } = (await callStudio(studio.url, classroomSchema, call)).answer
  const [plan, comments] = [`plan:${planId}`, `comments:${planId}`]
  return {
    lessonId,
    classroomId,
    plan,
    comments,
    docs: [plan, comments, `classroom:${classroomId}`],
  }
}

/** A role on the lesson, by name, that becomes another one. */
const roleChange =
  (from: LessonRole, to: LessonRole | null, back: Return) =>
  async (studio: StudioRig): Promise<Case> => {
    const victim = await enrol(studio, await elsewhere(studio))
    const lesson = await lessonOf(studio)
    const setRole = (role: LessonRole | null) =>
      studio.school.setRole(leadOf(studio), lesson.lessonId, { userId: victim.userId, role })
    await setRole(from)
    return {
      ...{ victim, back, revoke: () => setRole(to) },
      docs: from === 'viewer' ? [lesson.plan, lesson.comments] : lesson.docs,
      writes: from === 'editor' ? 'plan' : from === 'commenter' ? 'comments' : 'nothing',
    }
  }

const setPlaces = (studio: StudioRig, { userId }: Person, orgId: string, role: OrgRole) =>
  studio.school.asAdmin(anything, {
    ...{ method: 'PATCH', path: `/accounts/${userId}` },
    body: { memberships: [{ orgId, role }] },
  })

/** A place in an organisation, with the lesson's rights that come from it. */
const placeChange =
  (from: { readonly role: OrgRole; readonly of: 'group' | 'school' | 'district' }, back: Return) =>
  async (studio: StudioRig): Promise<Case> => {
    const { school } = studio
    const { orgs } = await school.asAdmin(orgsSchema, { method: 'GET', path: '/orgs' })
    const district = orgs.find(({ kind }) => kind === 'district')?.orgId ?? ''
    const orgId = { group: school.groupId, school: school.school, district }[from.of]
    const victim = await enrol(studio, orgId, from.role)
    const lesson = await lessonOf(studio)
    const other = await elsewhere(studio)
    return {
      ...{ victim, back, revoke: () => setPlaces(studio, victim, other, 'teacher') },
      docs: from.role === 'principal' ? [lesson.plan, lesson.comments] : lesson.docs,
      writes: { group: 'plan', school: 'nothing', district: 'comments' }[from.of] as Case['writes'],
    }
  }

/** Something happens to the account or the session of a member of the group. */
const accountChange =
  (revoke: (studio: StudioRig, victim: Member) => Promise<unknown>, back: Return) =>
  async (studio: StudioRig): Promise<Case> => {
    const victim = await enrol(studio, studio.school.groupId)
    const { docs } = await lessonOf(studio)
    return { victim, docs, writes: 'plan', back, revoke: () => revoke(studio, victim) }
  }

const byAdmin =
  (what: 'disable' | 'password') =>
  ({ school }: StudioRig, { userId }: Member) =>
    school.asAdmin(anything, { method: 'POST', path: `/accounts/${userId}/${what}` })

/** In another browser of theirs. */
const changeOwnPassword = async ({ url }: StudioRig, victim: Member): Promise<unknown> => {
  const cookie = await signInAs(url, victim)
  const body = { old: victim.password, next: '换一个更长的密码' }
  return callStudio(url, anything, { method: 'PUT', path: '/session/password', body, cookie })
}

const signOut = ({ url }: StudioRig, { cookie }: Member) =>
  callStudio(url, anything, { method: 'DELETE', path: '/session', cookie })

/** A colleague at the same computer: the session of before ends with it. */
const anotherSignsIn = async (studio: StudioRig, { cookie }: Member): Promise<unknown> => {
  const { login, password } = leadOf(studio)
  const body = { login, password }
  return callStudio(studio.url, anything, { method: 'POST', path: '/session', body, cookie })
}

/** Whatever role they have of their own: the place in the room is another's. */
const farTeacherReplaced =
  (role: LessonRole) =>
  async (studio: StudioRig): Promise<Case> => {
    const victim = await enrol(studio, await elsewhere(studio))
    const successor = await enrol(studio, await elsewhere(studio))
    const { lessonId, docs } = await lessonOf(studio, victim)
    await studio.school.setRole(leadOf(studio), lessonId, { userId: victim.userId, role })
    const far = { school: '青山小学', className: '五（1）班', headcount: 30 }
    return {
      // Who taught there before keeps writing the plan, as an editor or as who leads.
      ...{ victim, docs, writes: 'plan', back: 'write' },
      revoke: () =>
        callStudio(studio.url, anything, {
          ...{ method: 'PATCH', path: `/lessons/${lessonId}`, cookie: leadOf(studio).cookie },
          body: { far: { ...far, teacherId: successor.userId } },
        }),
    }
  }

/** Whoever has the class of before open, which is over, while another is being taught. */
const taughtBefore = async (studio: StudioRig): Promise<Case> => {
  const victim = await enrol(studio, await elsewhere(studio))
  const lesson = await lessonOf(studio)
  const { cookie } = leadOf(studio)
  const post = async (path: string, body: object) =>
    (await callStudio(studio.url, anything, { method: 'POST', path, body, cookie })).answer
  const deviceId = 'desk_of_the_lead'
  const before = `/classrooms/${lesson.classroomId}`
  await post(`${before}/join`, { deviceId, surface: 'console', publishes: true })
  for (const type of ['lesson.start', 'lesson.end'])
    await post(`${before}/commands`, { deviceId, command: { type } })
  const again = classroomSchema.parse(await post(`/lessons/${lesson.lessonId}/classroom`, {}))
  const setRole = (role: LessonRole | null) =>
    studio.school.setRole(leadOf(studio), lesson.lessonId, { userId: victim.userId, role })
  await setRole('editor')
  return {
    ...{ victim, back: 'NotFound', writes: 'nothing', revoke: () => setRole(null) },
    docs: [...lesson.docs, `classroom:${again.classroomId}`],
  }
}

/** Every way in which this product takes a right away from somebody who is connected. */
export const revocations: readonly Revocation[] = [
  ['an editor becomes a viewer', roleChange('editor', 'viewer', 'read')],
  ['an editor becomes a commenter', roleChange('editor', 'commenter', 'read')],
  ['an editor leaves the lesson', roleChange('editor', null, 'NotFound')],
  ['a commenter becomes a viewer', roleChange('commenter', 'viewer', 'read')],
  ['a viewer leaves the lesson', roleChange('viewer', null, 'NotFound')],
  ['a viewer becomes an editor', roleChange('viewer', 'editor', 'write')],
  ['the far room’s teacher is replaced', farTeacherReplaced('assist')],
  ['the far room’s teacher is replaced, and leads on', farTeacherReplaced('lead')],
  ['an editor leaves a lesson that was taught before', taughtBefore],
  ['a teacher leaves the group', placeChange({ role: 'teacher', of: 'group' }, 'NotFound')],
  ['a lead of the group leaves it', placeChange({ role: 'prep_lead', of: 'group' }, 'NotFound')],
  [
    'a researcher is one no longer',
    placeChange({ role: 'researcher', of: 'district' }, 'NotFound'),
  ],
  ['a principal is one no longer', placeChange({ role: 'principal', of: 'school' }, 'NotFound')],
  ['the account is disabled', accountChange(byAdmin('disable'), 'NotSignedIn')],
  ['the password is reset', accountChange(byAdmin('password'), 'NotSignedIn')],
  ['the password is changed elsewhere', accountChange(changeOwnPassword, 'NotSignedIn')],
  ['they sign out in this browser', accountChange(signOut, 'NotSignedIn')],
  ['another signs in in this browser', accountChange(anotherSignsIn, 'NotSignedIn')],
]
