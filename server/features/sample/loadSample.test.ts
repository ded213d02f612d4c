import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Db } from '#server/platform/db/Db.ts'
import { newId } from '#server/platform/ids.ts'
import { createLog } from '#server/platform/log.ts'
import type { Storage } from '#server/platform/storage/Storage.ts'
import { testDb } from '#server/testing/testDb.ts'
import type { ClassroomId, LessonId, OrgId, PlanId, RecordingId, UserId } from '#shared/ids.ts'
import { createSample, type SampleDeps } from './index.ts'
import { nextLessonMs, taughtLessonMs } from './schoolDays.ts'

// Wednesday 10 September 2025, 08:00 in China.
const NOW = Date.UTC(2025, 8, 10, 0, 0)

const insertOrg = async (
  db: Db,
  org: {
    kind: 'district' | 'school' | 'group'
    name: string
    parentId: string | null
    isSample: boolean
  },
): Promise<OrgId> => {
  const id = newId<OrgId>()
  await db
    .insertInto('org')
    .values({
      id,
      parent_id: org.parentId,
      kind: org.kind,
      name: org.name,
      settings: '{}',
      is_sample: org.isSample ? 1 : 0,
    })
    .execute()
  return id
}

const insertPerson = async (
  db: Db,
  person: {
    name: string
    login: string
    isSample: boolean
    memberships: readonly { orgId: string; role: string }[]
  },
): Promise<UserId> => {
  const id = newId<UserId>()
  await db
    .insertInto('person')
    .values({
      id,
      login: person.login,
      name: person.name,
      hue: 'lin',
      password_hash: '',
      is_admin: 0,
      failed_count: 0,
      locked_until: null,
      is_sample: person.isSample ? 1 : 0,
      created_at: NOW,
    })
    .execute()
  for (const { orgId, role } of person.memberships)
    await db.insertInto('membership').values({ person_id: id, org_id: orgId, role }).execute()
  return id
}

const insertLesson = async (db: Db, groupId: string, isSample: boolean, title: string) => {
  const made = { lessonId: newId<LessonId>(), planId: newId<PlanId>() }
  await db
    .insertInto('lesson')
    .values({
      id: made.lessonId,
      group_id: groupId,
      plan_id: made.planId,
      title,
      subject: '',
      grade: '',
      unit: '',
      length_min: 40,
      stage: 'plan',
      starts_at: null,
      created_by: null,
      created_at: NOW,
      updated_at: NOW,
      is_sample: isSample ? 1 : 0,
      slides_file_id: `slides-of-${made.lessonId}`,
      slides_name: null,
      slides_pages: null,
      slides_bytes: null,
    })
    .execute()
  return made
}

const insertRecording = async (db: Db, lessonId: string): Promise<RecordingId> => {
  const id = newId<RecordingId>()
  await db
    .insertInto('recording')
    .values({
      id,
      lesson_id: lessonId,
      classroom_id: null,
      status: 'ready',
      created_at: NOW,
      start_ms: 0,
      end_ms: 0,
      progress: 1,
      failure: null,
      attempts: 0,
    })
    .execute()
  return id
}

/** The slices' places, filled with what the sample needs of them and spies for the rest. */
const fakeSlices = (db: Db) => {
  const removed: string[] = []
  const ports = {
    people: {
      createOrg: vi.fn((org: Parameters<typeof insertOrg>[1]) => insertOrg(db, org)),
      createPerson: vi.fn((person: Parameters<typeof insertPerson>[1]) => insertPerson(db, person)),
    },
    lessons: {
      create: vi.fn((lesson: { groupId: string; isSample: boolean; title: string }) =>
        insertLesson(db, lesson.groupId, lesson.isSample, lesson.title),
      ),
      setStage: vi.fn(async () => undefined),
      note: vi.fn(async () => undefined),
    },
    plans: {
      seedThreads: vi.fn(async () => undefined),
      steps: vi.fn(async () => []),
    },
    classrooms: {
      importFinished: vi.fn(async () => newId<ClassroomId>()),
      putOut: vi.fn(async (_leaving: object) => undefined),
    },
    recordings: {
      importReady: vi.fn((recording: { lessonId: string; tracks: readonly unknown[] }) =>
        insertRecording(db, recording.lessonId),
      ),
    },
    study: { importMark: vi.fn(async () => undefined), importPass: vi.fn(async () => undefined) },
    storage: { remove: async (key: string) => void removed.push(key) } as Partial<Storage>,
    docs: { closeWhere: vi.fn((): void => undefined) },
    endSockets: vi.fn((_userId: UserId) => undefined),
  }
  const deps = { db, log: createLog('silent'), clock: { now: () => NOW }, ...ports }
  return { ports, removed, sample: createSample(deps as unknown as SampleDeps) }
}

describe('the sample', () => {
  let db: Db
  let districtId: OrgId
  let adminId: UserId
  beforeEach(async () => {
    db = await testDb()
    districtId = await insertOrg(db, {
      kind: 'district',
      name: '云溪区',
      parentId: null,
      isSample: false,
    })
    adminId = await insertPerson(db, {
      name: '管理员',
      login: 'linruoxi',
      isSample: false,
      memberships: [{ orgId: districtId, role: 'org_admin' }],
    })
  })

  it('makes eight people with passwords of their own and two lessons', async () => {
    const { ports, sample } = fakeSlices(db)
    const shown = await sample.load({ districtId, adminId })
    expect(shown.map((person) => person.name)).toEqual([
      '林若溪',
      '石远',
      '沈秋',
      '周岚',
      '李秀芳',
      '顾晓棠',
      '贺明',
      '田桂芳',
    ])
    expect(shown[0]?.login).toBe('linruoxi2')
    expect(new Set(shown.map((person) => person.password)).size).toBe(8)
    expect(ports.lessons.create).toHaveBeenCalledTimes(2)
    expect(ports.plans.seedThreads).toHaveBeenCalledTimes(2)
    expect(ports.recordings.importReady.mock.calls[0]?.[0].tracks).toHaveLength(2)
    expect(ports.study.importPass).toHaveBeenCalledTimes(2)
    expect(ports.study.importMark).toHaveBeenCalledTimes(6)
    expect(await sample.isLoaded()).toBe(true)
  })

  it('goes without a trace', async () => {
    const { removed, sample } = fakeSlices(db)
    await sample.load({ districtId, adminId })
    await sample.remove()
    expect(await sample.isLoaded()).toBe(false)
    expect(removed.filter((key) => key.startsWith('slides/'))).toHaveLength(2)
    expect(removed.filter((key) => key.startsWith('recordings/'))).toHaveLength(1)
    const people = await db.selectFrom('person').select('id').execute()
    const orgs = await db.selectFrom('org').select('id').execute()
    expect([people, orgs]).toEqual([[{ id: adminId }], [{ id: districtId }]])
  })

  it('ends what is open of it: its documents for everybody, its people everywhere', async () => {
    const { ports, sample } = fakeSlices(db)
    await sample.load({ districtId, adminId })
    const lessons = await db.selectFrom('lesson').select(['id', 'plan_id']).execute()
    const people = await db.selectFrom('person').select('id').where('is_sample', '=', 1).execute()
    // Whoever is closed comes back at once, and must find nothing.
    const left: Promise<boolean>[] = []
    ports.docs.closeWhere.mockImplementation(() => void left.push(sample.isLoaded()))
    await sample.remove()
    expect(await Promise.all(left)).toEqual([false])
    const docs = lessons.flatMap(({ plan_id }) => [`plan:${plan_id}`, `comments:${plan_id}`])
    const everybody = { everybody: true, docs: expect.arrayContaining(docs) }
    expect(ports.docs.closeWhere).toHaveBeenLastCalledWith(everybody, 'AccessChanged')
    const ended = ports.endSockets.mock.calls.map(([userId]) => userId)
    expect(ended.toSorted()).toEqual(people.map(({ id }) => id).toSorted())
    for (const { id: lessonId } of lessons)
      expect(ports.classrooms.putOut).toHaveBeenCalledWith({ lessonId, userIds: 'everybody' })
  })

  it('leaves a group in which somebody has made a lesson of their own', async () => {
    const { sample } = fakeSlices(db)
    await sample.load({ districtId, adminId })
    const group = await db
      .selectFrom('org')
      .select('id')
      .where('kind', '=', 'group')
      .executeTakeFirstOrThrow()
    await insertLesson(db, group.id, false, '自己的课')
    await sample.remove()
    const lessons = await db.selectFrom('lesson').select('title').execute()
    expect(lessons).toEqual([{ title: '自己的课' }])
    expect(
      await db.selectFrom('org').select('is_sample').where('id', '=', group.id).execute(),
    ).toEqual([{ is_sample: 0 }])
  })

  it('leaves nothing half made when a slice refuses', async () => {
    const { ports, sample } = fakeSlices(db)
    ports.recordings.importReady.mockRejectedValueOnce(new Error('storage full'))
    await expect(sample.load({ districtId, adminId })).rejects.toThrow('storage full')
    expect(await sample.isLoaded()).toBe(false)
    expect(await db.selectFrom('person').select('id').execute()).toEqual([{ id: adminId }])
  })
})

describe('the days of the sample', () => {
  const china = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16)

  it.each([
    ['2025-09-10T00:00:00Z', '2025-09-10T10:20'],
    ['2025-09-10T02:00:00Z', '2025-09-11T10:20'],
    ['2025-09-12T09:00:00Z', '2025-09-15T10:20'],
  ])('puts the next lesson after %s at %s', (now, expected) => {
    expect(china(nextLessonMs(Date.parse(now)))).toBe(expected)
  })

  it('puts the taught one three days back or more, never on a weekend', () => {
    expect(china(taughtLessonMs(Date.parse('2025-09-10T00:00:00Z')))).toBe('2025-09-05T14:10')
  })
})
