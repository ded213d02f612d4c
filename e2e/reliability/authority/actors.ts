import { z } from 'zod'
import type { Member } from '#e2e/support/foundSchool.ts'
import { anything, callStudio } from '#e2e/support/studioApi.ts'
import type { Person } from '../rig/Rig.ts'
import type { StudioRig } from '../rig/studioRig.ts'

/** Columns of the matrix, from those who may know least to the one who may do most. */
export const actorNames = [
  ...(['anonymous', 'guestElsewhere', 'guest', 'neighbour', 'administrator'] as const),
  ...(['principal', 'viewer', 'commenter', 'researcher'] as const),
  ...(['editor', 'groupTeacher', 'groupLead', 'assist', 'lead'] as const),
] as const
export type ActorName = (typeof actorNames)[number]

export type Cast = Readonly<Record<ActorName, Person | null>>

/** The kinds of documents; a classroom's moments are three, because they differ in who may write. */
export const placeNames = ['plan', 'comments', 'waiting', 'live', 'ended'] as const
export type PlaceName = (typeof placeNames)[number]

/** Document names. */
export type Places = Readonly<Record<PlaceName, string>>

const classroomSchema = z.object({ classroomId: z.string() })
const orgsSchema = z.object({ orgs: z.array(z.object({ orgId: z.string(), kind: z.string() })) })
const sharedSchema = z.object({ url: z.string() })

const guestOf = async (studio: StudioRig, lead: Member, lessonId: string): Promise<Person> => {
  const body = { parts: { teacherVideo: true, slides: true, findings: true }, days: 7 }
  const path = `/lessons/${lessonId}/shares`
  const call = { method: 'POST', path, body, cookie: lead.cookie } as const
  const { url } = (await callStudio(studio.url, sharedSchema, call)).answer
  const { cookie } = await callStudio(studio.url, anything, {
    ...{ method: 'POST', path: '/shares/enter', body: { token: new URL(url).hash.slice(1) } },
  })
  return { userId: 'guest', name: 'guest', cookie }
}

const castOf = async ({ school, editors }: StudioRig) => {
  const { orgs } = await school.asAdmin(orgsSchema, { method: 'GET', path: '/orgs' })
  const district = orgs.find(({ kind }) => kind === 'district')?.orgId ?? ''
  const elsewhere = await school.makeOrg('group', '别的备课组', school.school)
  const [lead, groupTeacher] = editors
  if (!lead || !groupTeacher) throw new Error('nobody leads')
  const enrol = school.enrol
  return {
    lead,
    groupTeacher,
    groupLead: await enrol('group-lead', school.groupId, 'prep_lead'),
    assist: await enrol('assist', elsewhere, 'teacher'),
    editor: await enrol('editor', elsewhere, 'teacher'),
    commenter: await enrol('commenter', elsewhere, 'teacher'),
    viewer: await enrol('viewer', elsewhere, 'teacher'),
    neighbour: await enrol('neighbour', elsewhere, 'teacher'),
    principal: await enrol('principal', school.school, 'principal'),
    researcher: await enrol('researcher', district, 'researcher'),
    administrator: school.admin,
  }
}
type Members = Awaited<ReturnType<typeof castOf>>

const makeLesson = async ({ school }: StudioRig, members: Members) => {
  const { lead, assist, editor, commenter, viewer } = members
  const lesson = await school.createLesson(lead, { title: 'authority', assist })
  const roles = [
    [editor, 'editor'],
    [commenter, 'commenter'],
    [viewer, 'viewer'],
  ] as const
  for (const [{ userId }, role] of roles)
    await school.setRole(lead, lesson.lessonId, { userId, role })
  return lesson
}

/** Opens the lesson's classroom and leads it as far as is asked. */
const classroomOf = async (
  studio: StudioRig,
  { lead, lessonId }: { readonly lead: Member; readonly lessonId: string },
  commands: readonly ('lesson.start' | 'lesson.end')[],
): Promise<string> => {
  const as = { method: 'POST', cookie: lead.cookie } as const
  const path = `/lessons/${lessonId}/classroom`
  const { classroomId } = (await callStudio(studio.url, classroomSchema, { ...as, path })).answer
  for (const type of commands)
    await callStudio(studio.url, anything, {
      ...{ ...as, path: `/classrooms/${classroomId}/commands` },
      body: { deviceId: 'desk-0001', command: { type } },
    })
  return `classroom:${classroomId}`
}

/** One lesson with everybody on it, and two more whose classrooms have come further. */
export const setTheScene = async (studio: StudioRig) => {
  const members = await castOf(studio)
  const { lead } = members
  const [first, second, third, foreign] = [
    await makeLesson(studio, members),
    await makeLesson(studio, members),
    await makeLesson(studio, members),
    await studio.school.createLesson(lead, { title: 'foreign' }),
  ]
  const cast: Cast = {
    ...members,
    anonymous: null,
    guest: await guestOf(studio, lead, first.lessonId),
    guestElsewhere: await guestOf(studio, lead, foreign.lessonId),
  }
  const at = ({ lessonId }: { lessonId: string }) => ({ lead, lessonId })
  const places: Places = {
    plan: `plan:${first.planId}`,
    comments: `comments:${first.planId}`,
    waiting: await classroomOf(studio, at(first), []),
    live: await classroomOf(studio, at(second), ['lesson.start']),
    ended: await classroomOf(studio, at(third), ['lesson.start', 'lesson.end']),
  }
  return { cast, places, lead }
}
