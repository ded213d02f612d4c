import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '#shared/access/actor.ts'
import type { ClassroomId, LessonId, UserId } from '#shared/ids.ts'
import { testSeed } from '#shared/plans/testing.ts'
import { docName } from '#shared/sync/docName.ts'
import { archiveLesson } from './archiveLesson.ts'
import { createLesson, siteRecord } from './createLesson.ts'
import { abilitiesIn } from './describe.ts'
import { makeLesson } from './makeLesson.ts'
import { needLesson } from './needLesson.ts'
import { readActivity } from './readActivity.ts'
import { saveDeviceCheck } from './saveDeviceCheck.ts'
import { setLessonRole } from './setLessonRole.ts'
import { type LessonsStage, lessonForm, lessonsStage } from './testing/lessonsStage.ts'
import { updateLesson } from './updateLesson.ts'

let stage: LessonsStage
const make = (actor: Person = stage.lin, change: object = {}) =>
  createLesson(stage.parts, actor, {
    ...lessonForm(stage.orgs.group, { near: stage.lin.userId, far: stage.shi.userId }),
    ...change,
  })
const rolesOf = (lesson: { members: readonly { userId: UserId; role: string }[] }) =>
  Object.fromEntries(lesson.members.map(({ userId, role }) => [userId, role]))
const heard = () => stage.events.map(({ topic, event }) => `${topic} ${event.type}`)

beforeEach(async () => {
  stage = await lessonsStage()
})
afterEach(() => stage.close())

describe('a new lesson', () => {
  it('has its rows, its plan, its teachers’ roles and one line of activity, told after commit', async () => {
    const lesson = await make()
    expect(lesson).toMatchObject({ stage: 'plan', isDual: true, groupName: '五年级语文备课组' })
    expect(lesson.sites.map(({ site, teacher }) => [site, teacher?.name])).toEqual([
      ['near', '林若溪'],
      ['far', '石远'],
    ])
    expect(rolesOf(lesson)).toEqual({ [stage.lin.userId]: 'lead', [stage.shi.userId]: 'assist' })
    expect(stage.neighbours.madePlans).toEqual([lesson.planId])
    expect(heard()).toEqual([
      `lesson:${lesson.lessonId} lesson.changed`,
      `group:${lesson.groupId} lesson.changed`,
      `lesson:${lesson.lessonId} activity.added`,
      `group:${lesson.groupId} activity.added`,
    ])
    const record = await stage.parts.lessons.find(lesson.lessonId)
    const [line] = await readActivity(stage.parts, [record!], 5)
    expect(line).toMatchObject({ kind: 'lesson.created', actor: { name: '林若溪' } })
  })

  it('is taken back when its plan cannot be made', async () => {
    stage.neighbours.planFailure = new Error('no plan')
    await expect(make()).rejects.toThrow('no plan')
    expect(await stage.parts.lessons.visible(stage.lin)).toEqual([])
    expect(stage.events).toEqual([])
  })

  it('[DR4] has what its plan begins with as soon as anybody can open it', async () => {
    const { near, far: _, ...facts } = lessonForm(stage.orgs.group)
    await makeLesson(stage.parts, {
      ...{ ...facts, startsAtMs: null, createdBy: stage.lin.userId, isSample: true },
      ...{ sites: [siteRecord('near', near)], members: [], seed: testSeed, slides: null },
    })
    expect(stage.neighbours.seedsBefore).toEqual([testSeed])
  })

  it('needs a group of one’s own and teachers there are', async () => {
    await expect(make(stage.zhou)).rejects.toMatchObject({ code: 'lessons/no-group' })
    await expect(make(stage.shen)).rejects.toMatchObject({ code: 'lessons/no-group' })
    const near = { ...lessonForm(stage.orgs.group).near, teacherId: 'nobody-here' as UserId }
    await expect(make(stage.lin, { near })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('does not make the group’s lead a teacher of what they create for another', async () => {
    expect(rolesOf(await make(stage.gu))).not.toHaveProperty(stage.gu.userId)
    const own = await make(stage.lin, { near: lessonForm(stage.orgs.group).near, far: null })
    expect(rolesOf(own)).toEqual({ [stage.lin.userId]: 'lead' })
    expect(own.isDual).toBe(false)
  })
})

describe('who sees what', () => {
  it('lists in SQL exactly what the rules let everybody view', async () => {
    const lessons = [
      await make(),
      await make(stage.lin, { title: '《桂花雨》' }),
      await createLesson(stage.parts, stage.zhou, lessonForm(stage.orgs.otherGroup)),
    ]
    const [first, second, third] = lessons.map(({ lessonId }) => lessonId)
    await setLessonRole(stage.parts, stage.lin, {
      lessonId: first!,
      userId: stage.zhou.userId,
      role: 'viewer',
    })
    await stage.db
      .updateTable('lesson_site')
      .set({ school_id: stage.orgs.farSchool })
      .where('lesson_id', '=', second!)
      .where('site', '=', 'far')
      .execute()
    const seen = new Map<string, readonly string[]>()
    for (const person of [stage.lin, stage.gu, stage.shen, stage.head, stage.zhou]) {
      const listed = (await stage.parts.lessons.visible(person)).map((l) => l.lessonId)
      const allowed = []
      for (const { lessonId } of lessons) {
        const record = await stage.parts.lessons.find(lessonId)
        if (abilitiesIn(person, record!).includes('view')) allowed.push(lessonId)
      }
      expect([...listed].sort(), person.name).toEqual(allowed.sort())
      seen.set(person.name, allowed)
    }
    expect(seen.get('林若溪')).toHaveLength(2)
    expect(seen.get('沈秋')).toHaveLength(3)
    expect(seen.get('方校长')).toEqual([second])
    expect([...(seen.get('周岚') ?? [])].sort()).toEqual([first, third].sort())
  })

  it('says not-found for what one may not see and forbidden for what one may not do', async () => {
    const { lessonId } = await make()
    const need = (actor: Person, id: string) =>
      needLesson(stage.parts, actor, { lessonId: id, ability: 'manage' })
    await expect(need(stage.zhou, lessonId)).rejects.toMatchObject({ code: 'not-found' })
    await expect(need(stage.lin, 'no-such-lesson')).rejects.toMatchObject({ code: 'not-found' })
    await expect(need(stage.shi, lessonId)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await need(stage.gu, lessonId)).lessonId).toBe(lessonId)
  })

  it('lets only those who see the lesson, or belong to the group, listen', async () => {
    const { lessonId, groupId } = await make()
    const [lessonTopic, groupTopic] = stage.feature.topics ?? []
    const guest = { kind: 'guest', shareId: 'share123', lessonId } as never
    expect(await lessonTopic?.mayListen(stage.shi, lessonId)).toBe(true)
    expect(await lessonTopic?.mayListen(stage.zhou, lessonId)).toBe(false)
    expect(await lessonTopic?.mayListen(guest, lessonId)).toBe(false)
    expect(await groupTopic?.mayListen(stage.lin, groupId)).toBe(true)
    expect(await groupTopic?.mayListen(stage.zhou, groupId)).toBe(false)
    expect(await groupTopic?.mayListen(stage.head, stage.orgs.farSchool)).toBe(false)
  })
})

const connection = (name: string, actor: Person) => ({ name, actor }) as never

describe('roles', () => {
  it('closes exactly that person’s sockets on this lesson, after saying what changed', async () => {
    const lesson = await make()
    stage.neighbours.classrooms.set(lesson.lessonId, 'classroom1' as ClassroomId)
    stage.neighbours.classroomBefore = 'classroom0' as ClassroomId
    stage.events.length = 0
    const after = await setLessonRole(stage.parts, stage.lin, {
      lessonId: lesson.lessonId,
      userId: stage.shi.userId,
      role: 'commenter',
    })
    expect(rolesOf(after)[stage.shi.userId]).toBe('commenter')
    expect(heard()).toEqual([
      `lesson:${lesson.lessonId} lesson.changed`,
      `group:${lesson.groupId} lesson.changed`,
      `user:${stage.shi.userId} access.changed`,
    ])
    expect(stage.neighbours.putOut).toEqual([[stage.shi.userId]])
    expect(stage.neighbours.stoppedFilming).toEqual([stage.shi.userId])
    expect(new Set(stage.closed.map(({ reason }) => reason))).toEqual(new Set(['AccessChanged']))
    const names = (one: never) => stage.closed.some((close) => close.names(one))
    for (const name of [
      docName('plan', lesson.planId),
      docName('comments', lesson.planId),
      docName('classroom', 'classroom0'),
      docName('classroom', 'classroom1'),
    ]) {
      expect(names(connection(name, stage.shi)), name).toBe(true)
      expect(names(connection(name, stage.lin)), name).toBe(false)
    }
    expect(names(connection(docName('plan', 'another-plan'), stage.shi))).toBe(false)
    expect(stage.feedClosed.map((closes) => [closes(stage.shi), closes(stage.lin)])).toEqual([
      [true, false],
    ])
  })

  it('keeps one lead, knows its people, and only managers give roles', async () => {
    const { lessonId } = await make()
    const set = (actor: Person, userId: string, role: 'lead' | 'viewer' | null) =>
      setLessonRole(stage.parts, actor, { lessonId, userId, role })
    await expect(set(stage.lin, stage.lin.userId, null)).rejects.toMatchObject({
      code: 'lessons/needs-lead',
    })
    await expect(set(stage.shi, stage.gu.userId, 'viewer')).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(set(stage.lin, 'nobody-here', 'viewer')).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(stage.closed).toEqual([])
    await set(stage.lin, stage.shi.userId, 'lead')
    const after = await set(stage.lin, stage.lin.userId, null)
    expect(rolesOf(after)).toEqual({ [stage.shi.userId]: 'lead' })
  })

  it('is a wall between districts: nobody from another one can be named', async () => {
    const { lessonId } = await make()
    const userId = stage.su.userId
    const given = setLessonRole(stage.parts, stage.lin, { lessonId, userId, role: 'viewer' })
    await expect(given).rejects.toMatchObject({ code: 'not-found' })
    const near = { school: '', className: '', headcount: 0, teacherId: userId }
    const moved = updateLesson(stage.parts, stage.lin, { lessonId, form: { near } })
    await expect(moved).rejects.toMatchObject({ code: 'not-found' })
    const named = stage.db.selectFrom('lesson_member').selectAll().where('person_id', '=', userId)
    expect(await named.execute()).toEqual([])
  })
})

describe('changing a lesson', () => {
  it('changes what is named, moves the teacher’s role along and closes both persons’ sockets', async () => {
    const lesson = await make()
    const { school, className, headcount } = lesson.sites[1]!
    const after = await updateLesson(stage.parts, stage.lin, {
      lessonId: lesson.lessonId,
      form: {
        title: '落花生',
        far: { school, className, headcount, teacherId: stage.zhou.userId },
      },
    })
    expect(after).toMatchObject({ title: '落花生', unit: lesson.unit, lengthMin: 40 })
    expect(rolesOf(after)).toEqual({
      [stage.lin.userId]: 'lead',
      [stage.shi.userId]: 'editor',
      [stage.zhou.userId]: 'assist',
    })
    const plan = docName('plan', lesson.planId)
    expect(stage.closed).toHaveLength(1)
    expect(stage.closed[0]?.names(connection(plan, stage.shi))).toBe(true)
    expect(stage.closed[0]?.names(connection(plan, stage.lin))).toBe(false)
    const alone = await updateLesson(stage.parts, stage.lin, {
      lessonId: lesson.lessonId,
      form: { far: null },
    })
    expect(alone.isDual).toBe(false)
  })

  it.each(['the room', 'the school of the room'])(
    'closes the sockets of a principal whose school has no room in it any more: %s is taken off',
    async (what) => {
      const { lessonId, planId } = await make()
      const { far } = lessonForm(stage.orgs.group)
      const ofSchool = { ...far, site: 'far', schoolId: stage.orgs.farSchool } as const
      await stage.parts.lessons.setSite(lessonId, 'far', ofSchool)
      const update = (form: Parameters<typeof updateLesson>[2]['form']) =>
        updateLesson(stage.parts, stage.lin, { lessonId, form })
      await update({ far: { ...far, className: '五（3）班' } })
      expect(stage.closed).toEqual([])
      await update({ far: what === 'the room' ? null : { ...far, school: '白云小学' } })
      const plan = docName('plan', planId)
      const isClosed = (actor: Person) =>
        stage.closed.some(({ names }) => names(connection(plan, actor)))
      expect([isClosed(stage.head), isClosed(stage.lin)]).toEqual([true, false])
      expect(stage.feedClosed.some((names) => names(stage.head))).toBe(true)
    },
  )

  it('archives and takes out again to where the facts reach', async () => {
    const { lessonId } = await make()
    const set = (archived: boolean) => archiveLesson(stage.parts, stage.lin, { lessonId, archived })
    expect((await set(true)).stage).toBe('archive')
    const told = stage.events.length
    expect((await set(true)).stage).toBe('archive')
    expect(stage.events).toHaveLength(told)
    stage.neighbours.classrooms.set(lessonId, 'classroom1' as ClassroomId)
    expect((await set(false)).stage).toBe('teach')
    expect((await stage.parts.lessons.find(lessonId))?.stage).toBe('teach')
  })

  it('judges everybody who has it open anew, going in and coming out', async () => {
    const { lessonId, planId } = await make()
    for (const archived of [true, false])
      await archiveLesson(stage.parts, stage.lin, { lessonId, archived })
    expect(stage.closed).toHaveLength(2)
    for (const { names } of stage.closed)
      for (const actor of [stage.lin, stage.shi, stage.shen])
        expect(names(connection(docName('plan', planId), actor))).toBe(true)
    expect(stage.neighbours.putOut).toEqual(['everybody', 'everybody'])
  })

  it('is not archived in mid-class, nor taken out by a recording that is late', async () => {
    const { lessonId } = await make()
    const set = (archived: boolean) => archiveLesson(stage.parts, stage.lin, { lessonId, archived })
    stage.neighbours.taughtNow.add(lessonId)
    await expect(set(true)).rejects.toMatchObject({ code: 'lessons/being-taught' })
    stage.neighbours.taughtNow.clear()
    await set(true)
    await stage.feature.queries.setStage(lessonId, 'study')
    expect((await stage.parts.lessons.find(lessonId))?.stage).toBe('archive')
  })
})

describe('a device check', () => {
  const fine = { camera: 'good', microphone: 'good', network: 'high' } as const

  it('is kept per teacher, the last one only, and stands in the lesson with its time', async () => {
    const { lessonId } = await make()
    const read = async () =>
      (await stage.feature.queries.need(stage.lin, lessonId, 'view')).deviceChecks
    expect(await read()).toEqual([])
    const save = (actor: Person, found: Parameters<typeof saveDeviceCheck>[2]['found']) =>
      saveDeviceCheck(stage.parts, actor, { lessonId, found })
    await save(stage.shi, { ...fine, network: 'voice' })
    stage.time.nowMs += 60_000
    const latest = await save(stage.shi, fine)
    expect(await read()).toEqual([latest])
    expect(latest).toMatchObject({ userId: stage.shi.userId, network: 'high' })
    expect(Date.parse(latest.at)).toBe(stage.time.nowMs)
  })

  it('of somebody who no longer teaches there is shown no more', async () => {
    const { lessonId, sites } = await make()
    await saveDeviceCheck(stage.parts, stage.shi, { lessonId, found: fine })
    const { school, className, headcount } = sites[1]!
    const far = { school, className, headcount, teacherId: stage.zhou.userId }
    const after = await updateLesson(stage.parts, stage.lin, { lessonId, form: { far } })
    expect(after.deviceChecks).toEqual([])
  })
})

describe('activity', () => {
  it('renews the line of one sitting and begins another for somebody else or later', async () => {
    const { lessonId } = await make()
    const { queries } = stage.feature
    const edit = (actorId: UserId, detail: string) =>
      queries.note({ kind: 'plan.edited', lessonId, actorId, detail })
    await edit(stage.lin.userId, '回顾课文')
    stage.time.nowMs += 60_000
    await edit(stage.lin.userId, '品读')
    stage.time.nowMs += 60_000
    await edit(stage.shi.userId, '品读')
    stage.time.nowMs += 60 * 60_000
    await edit(stage.shi.userId, '小结')
    const lines = await queries.activityOf(lessonId)
    expect(lines.map(({ kind, actor, detail }) => [kind, actor?.name, detail])).toEqual([
      ['plan.edited', '石远', '小结'],
      ['plan.edited', '石远', '品读'],
      ['plan.edited', '林若溪', '品读'],
      ['lesson.created', '林若溪', ''],
    ])
    // Also within one go.
    const line = { kind: 'plan.edited', lessonId, actorId: stage.shi.userId } as const
    await queries.note({ ...line, detail: '板书' }, { ...line, detail: '板书设计' })
    expect((await queries.activityOf(lessonId)).map(({ detail }) => detail)).toEqual([
      ...['板书设计', '品读', '品读', ''],
    ])
    await queries.note({
      kind: 'mark.added',
      lessonId: 'gone' as LessonId,
      actorId: null,
      detail: '',
    })
    expect(await queries.activityOf(lessonId)).toHaveLength(4)
  })
})
