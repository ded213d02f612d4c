import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '#shared/access/actor.ts'
import type { LessonRole } from '#shared/access/roles.ts'
import type { ClassroomId, UserId } from '#shared/ids.ts'
import type { Lesson, Site } from '#shared/lessons/model.ts'
import { docName } from '#shared/sync/docName.ts'
import { createLesson } from './createLesson.ts'
import { setLessonRole } from './setLessonRole.ts'
import { type LessonsStage, lessonForm, lessonsStage } from './testing/lessonsStage.ts'
import { updateLesson } from './updateLesson.ts'

const CLASS = 'classroom1' as ClassroomId

let stage: LessonsStage
let lesson: Lesson
beforeEach(async () => {
  stage = await lessonsStage()
  const teachers = { near: stage.lin.userId, far: stage.shi.userId }
  lesson = await createLesson(stage.parts, stage.lin, lessonForm(stage.orgs.group, teachers))
  stage.neighbours.classrooms.set(lesson.lessonId, CLASS)
})
afterEach(() => stage.close())

const giveRole = (person: Person, role: LessonRole | null, by = stage.lin) =>
  setLessonRole(stage.parts, by, { lessonId: lesson.lessonId, userId: person.userId, role })

/** Who stands in these rooms from now on; answers with everybody's role by then. */
const place = async (teachers: { readonly [S in Site]?: Person | null }) => {
  const form = lessonForm(stage.orgs.group)
  const roomOf = (site: Site, person: Person | null) => ({
    ...form[site],
    teacherId: person?.userId ?? null,
  })
  const after = await updateLesson(stage.parts, stage.gu, {
    lessonId: lesson.lessonId,
    form: {
      ...(teachers.near === undefined ? {} : { near: roomOf('near', teachers.near) }),
      ...(teachers.far === undefined ? {} : { far: roomOf('far', teachers.far) }),
    },
  })
  return Object.fromEntries(after.members.map(({ userId, role }) => [userId, role]))
}

const isJudgedAnew = (actor: Person): boolean => {
  const connection = { name: docName('classroom', CLASS), actor } as never
  return stage.closed.some(({ names }) => names(connection))
}

describe('who teaches in a room', () => {
  it('and leaves it is judged anew, whatever their role; so is who comes', async () => {
    await giveRole(stage.shi, 'lead')
    await giveRole(stage.zhou, 'lead')
    stage.closed.length = 0
    await place({ far: stage.zhou })
    expect([stage.shi, stage.zhou, stage.lin].map(isJudgedAnew)).toEqual([true, true, false])
    expect(stage.neighbours.putOut.at(-1)).toEqual([stage.shi.userId, stage.zhou.userId])
  })

  it('goes on teaching when the two change places', async () => {
    const roles = await place({ near: stage.shi, far: stage.lin })
    expect(roles).toEqual({ [stage.shi.userId]: 'lead', [stage.lin.userId]: 'lead' })
  })

  it('teaches in the other room when the one of before is another’s', async () => {
    await place({ far: stage.lin })
    const roles = await place({ near: stage.zhou })
    expect(roles).toMatchObject({ [stage.zhou.userId]: 'lead', [stage.lin.userId]: 'lead' })
  })

  it('leads in the near room, though the far one is theirs as well', async () => {
    const roles = await place({ near: stage.zhou, far: stage.zhou })
    expect(roles).toEqual({
      [stage.zhou.userId]: 'lead',
      [stage.lin.userId]: 'editor',
      [stage.shi.userId]: 'editor',
    })
  })

  it('leads it without a room as long as nobody else does', async () => {
    expect(await place({ near: null })).toMatchObject({ [stage.lin.userId]: 'lead' })
    expect(await place({ near: stage.zhou })).toMatchObject({ [stage.zhou.userId]: 'lead' })
  })
})

describe('a right that ends', () => {
  it('ends on the line of news too, though the media server never answers', async () => {
    const parts = { ...stage.parts.parts, putOut: () => new Promise<void>(() => {}) }
    const asked = { lessonId: lesson.lessonId, userId: stage.shi.userId, role: 'viewer' } as const
    void setLessonRole({ ...stage.parts, parts }, stage.lin, asked)
    await expect.poll(() => stage.feedClosed.map((names) => names(stage.shi))).toEqual([true])
    expect(isJudgedAnew(stage.shi)).toBe(true)
  })

  it('ends in the plan though nobody can say which classes there were', async () => {
    const classroomsOf = () => Promise.reject(new Error('the database is away'))
    const parts = { ...stage.parts.parts, classroomsOf }
    const asked = { lessonId: lesson.lessonId, userId: stage.shi.userId, role: 'viewer' } as const
    const given = setLessonRole({ ...stage.parts, parts }, stage.lin, asked)
    await expect(given).rejects.toThrow('the database is away')
    const connection = { name: docName('plan', lesson.planId), actor: stage.shi } as never
    expect(stage.closed.some(({ names }) => names(connection))).toBe(true)
    expect(stage.feedClosed.map((names) => names(stage.shi))).toEqual([true])
  })
})

describe('roles given at once', () => {
  const leads = async (): Promise<UserId[]> =>
    ((await stage.parts.lessons.find(lesson.lessonId))?.members ?? [])
      .filter(({ role }) => role === 'lead')
      .map(({ userId }) => userId)

  it('leave somebody who leads: of two who take each other’s role one is too late', async () => {
    await giveRole(stage.shi, 'lead')
    const given = await Promise.allSettled([
      giveRole(stage.shi, 'viewer', stage.lin),
      giveRole(stage.lin, 'viewer', stage.shi),
    ])
    expect(given.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await leads()).toHaveLength(1)
  })
})
