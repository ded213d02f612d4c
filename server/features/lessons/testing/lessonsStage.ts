import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '#server/platform/log.ts'
import type { PlanSummary } from '#server/platform/ports/LessonAccess.ts'
import { fileStorage } from '#server/platform/storage/fileStorage.ts'
import { concernsActor, concernsConnection } from '#server/platform/sync/Concerned.ts'
import type { DocConnection } from '#server/platform/sync/ports.ts'
import { testDb } from '#server/testing/testDb.ts'
import type { Membership, Person } from '#shared/access/actor.ts'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { ClassroomId, LessonId, OrgId, PlanId, RecordingId, UserId } from '#shared/ids.ts'
import type { PlanSeed } from '#shared/plans/seed.ts'
import { createPeople } from '../../accounts/people.ts'
import { keepSeed } from '../../plans/createPlan.ts'
import { planRepo } from '../../plans/repo.ts'
import { activityRepo } from '../activityRepo.ts'
import { checkRepo } from '../checkRepo.ts'
import { lessonsFeature } from '../index.ts'
import type { Lessons, LessonsDeps } from '../LessonParts.ts'
import { lessonRepo } from '../repo.ts'

/** What the fakes of the neighbouring slices answer; a test sets what it needs. */
const createNeighbours = () => ({
  plans: new Map<PlanId, PlanSummary>(),
  recordings: new Map<LessonId, RecordingId>(),
  classrooms: new Map<LessonId, ClassroomId>(),
  /** One that is over. */
  classroomBefore: null as ClassroomId | null,
  coded: new Set<string>(),
  madePlans: [] as PlanId[],
  /** What whoever opens a plan finds that it begins with, while the plan is not made yet. */
  seedsBefore: [] as (PlanSeed | null)[],
  putOut: [] as (readonly UserId[] | 'everybody')[],
  stoppedFilming: [] as UserId[],
  taughtNow: new Set<LessonId>(),
  /** Set to make the next plan fail. */
  planFailure: null as Error | null,
  sampleLoaded: false,
  guestFiles: new Set<string>(),
})

const people = async (deps: Pick<LessonsDeps, 'people'>) => {
  const org = (kind: 'district' | 'school' | 'group', name: string, parentId: OrgId | null) =>
    deps.people.createOrg({ kind, name, parentId, isSample: false })
  const district = await org('district', '云溪区', null)
  const school = await org('school', '城关小学', district)
  const farSchool = await org('school', '青山小学', district)
  const group = await org('group', '五年级语文备课组', school)
  const otherGroup = await org('group', '三年级语文备课组', school)
  const elsewhere = await org('district', '南屏区', null)
  const person = async (name: string, login: string, places: Membership[]): Promise<Person> => {
    const userId = await deps.people.createPerson({
      name,
      login,
      password: 'a long phrase',
      hue: 'lin',
      isAdmin: false,
      isSample: false,
      memberships: places.map(({ orgId, role }) => ({ orgId, role })),
    })
    return { kind: 'person', hue: 'lin', userId, name, memberships: places, isAdmin: false }
  }
  const at = (orgId: OrgId, orgKind: Membership['orgKind'], role: Membership['role']) => ({
    orgId,
    orgKind,
    role,
  })
  return {
    orgs: { district, school, farSchool, group, otherGroup },
    lin: await person('林若溪', 'lin', [at(group, 'group', 'teacher')]),
    shi: await person('石远', 'shi', [at(group, 'group', 'teacher')]),
    gu: await person('顾晓棠', 'gu', [at(group, 'group', 'prep_lead')]),
    shen: await person('沈秋', 'shen', [at(district, 'district', 'researcher')]),
    head: await person('方校长', 'head', [at(farSchool, 'school', 'principal')]),
    su: await person('苏禾', 'su', [at(elsewhere, 'district', 'teacher')]),
    zhou: await person('周岚', 'zhou', [at(otherGroup, 'group', 'teacher')]),
  }
}

/** The slice on a real database and real files, its neighbours as fakes that record. */
export const lessonsStage = async () => {
  const db = await testDb()
  const dir = await mkdtemp(join(tmpdir(), 'yanke-lessons-'))
  const time = { nowMs: new Date(2026, 8, 9, 9, 0).getTime() }
  const clock = { now: () => time.nowMs }
  const events: { topic: string; event: FeedEvent }[] = []
  const closed: { names: (connection: DocConnection) => boolean; reason: string }[] = []
  const feedClosed: ((actor: Person) => boolean)[] = []
  const neighbours = createNeighbours()
  const deps: LessonsDeps = {
    db,
    clock,
    log: createLog('silent'),
    storage: fileStorage(dir),
    feed: {
      publish: (topic, event) => void events.push({ topic, event }),
      closeWhere: (concerned) => void feedClosed.push((actor) => concernsActor(concerned, actor)),
    },
    docs: {
      closeWhere: (concerned, reason) =>
        void closed.push({ names: (one) => concernsConnection(concerned, one), reason }),
    },
    people: createPeople(db, clock),
    parts: {
      keepSeed: (within, plan) => keepSeed({ repo: planRepo(within), clock }, plan),
      createPlan: async ({ planId }) => {
        if (neighbours.planFailure) throw neighbours.planFailure
        neighbours.madePlans.push(planId)
        neighbours.seedsBefore.push((await planRepo(db).find(planId))?.seed ?? null)
      },
      planSummaries: async () => neighbours.plans,
      recordingCounts: async (ids) =>
        new Map(ids.map((id) => [id, neighbours.recordings.has(id) ? 1 : 0])),
      latestClassroom: async (id) => neighbours.classrooms.get(id) ?? null,
      classroomsOf: async (id) =>
        [neighbours.classroomBefore, neighbours.classrooms.get(id)].filter((one) => one != null),
      latestRecording: async (id) => neighbours.recordings.get(id) ?? null,
      putOut: async (_lessonId, userIds) => void neighbours.putOut.push(userIds),
      stopFilming: async (_lessonId, userIds) => void neighbours.stoppedFilming.push(...userIds),
      isBeingTaught: async (id) => neighbours.taughtNow.has(id),
      isCodedBy: async (recordingId: RecordingId, userId: UserId) =>
        neighbours.coded.has(`${recordingId} ${userId}`),
    },
    sample: {
      load: async () => [],
      remove: async () => {
        neighbours.sampleLoaded = false
      },
      isLoaded: async () => neighbours.sampleLoaded,
    },
    guests: { mayReadFile: async (_actor, fileId) => neighbours.guestFiles.has(fileId) },
  }
  const parts: Lessons = {
    ...deps,
    lessons: lessonRepo(db),
    activities: activityRepo(db),
    checks: checkRepo(db),
  }
  return {
    ...(await people(deps)),
    ...{ db, dir, time, events, closed, feedClosed, neighbours, parts },
    feature: lessonsFeature(deps),
    close: async () => {
      await db.destroy()
      await rm(dir, { recursive: true, force: true })
    },
    /** Names of the files below the data folder. */
    files: async () => (await readdir(dir, { recursive: true })).filter((f) => f.includes('/')),
  }
}
export type LessonsStage = Awaited<ReturnType<typeof lessonsStage>>

export const lessonForm = (groupId: OrgId, teachers: { near?: UserId; far?: UserId } = {}) => ({
  groupId,
  title: '《落花生》第二课时',
  subject: '语文',
  grade: '五年级',
  unit: '第一单元',
  lengthMin: 40,
  startsAt: null as string | null,
  near: {
    school: '城关小学',
    className: '五（2）班',
    headcount: 42,
    teacherId: teachers.near ?? null,
  },
  far: {
    school: '青山小学',
    className: '五（1）班',
    headcount: 23,
    teacherId: teachers.far ?? null,
  },
})
