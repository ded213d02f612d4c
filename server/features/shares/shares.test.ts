import { beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '#server/platform/db/Db.ts'
import { createLog } from '#server/platform/log.ts'
import { concernsActor } from '#server/platform/sync/Concerned.ts'
import { testDb } from '#server/testing/testDb.ts'
import type { Actor, Person } from '#shared/access/actor.ts'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { LessonId, RecordingId, UserId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import type { Recording } from '#shared/recordings/model.ts'
import { actualStepMs } from './actualStepMs.ts'
import { createShare } from './createShare.ts'
import { sharesFeature } from './index.ts'
import type { ShareDeps } from './ports.ts'
import { processPage } from './processPage.ts'
import { sharesRepo } from './repo.ts'
import { revokeShare } from './revokeShare.ts'

const lessonId = 'lesson-00001' as LessonId
const lead: Person = {
  kind: 'person',
  hue: 'lin',
  userId: 'person-lead-1' as UserId,
  name: '周岚',
  memberships: [],
  isAdmin: false,
}
const stranger: Person = { ...lead, userId: 'person-other-1' as UserId, name: '外人' }

const lesson = {
  lessonId,
  planId: 'plan-00000001',
  groupId: 'group-000001',
  groupName: '',
  title: '《望天门山》',
  subject: '语文',
  grade: '三年级',
  unit: '第六单元',
  lengthMin: 4,
  stage: 'study',
  startsAt: null,
  isDual: true,
  steps: [],
  commentCount: 0,
  recordingCount: 1,
  updatedAt: '2026-09-11T00:00:00.000Z',
  members: [],
  classroomId: null,
  recordingId: null,
  abilities: [],
  sites: [
    {
      site: 'near',
      school: '城关小学',
      className: '三（2）班',
      headcount: 42,
      teacher: { userId: lead.userId, name: '周岚', hue: 'zhou' },
    },
  ],
  slides: { fileId: 'file-0000001', name: 'a.pdf', pages: 6, sizeBytes: 10 },
} as unknown as Lesson

const part = (partId: string) => ({
  partId,
  startMs: 0,
  durationMs: 1000,
  mime: 'video/webm',
  sizeBytes: 10,
  hasVideo: true,
})
const recording = {
  recordingId: 'recording-01' as RecordingId,
  lessonId,
  classroomId: null,
  status: 'ready',
  createdAt: '2026-09-11T01:00:00.000Z',
  startMs: 0,
  endMs: 250_000,
  progress: 1,
  receivedSlices: 0,
  expectedSlices: 0,
  failure: null,
  tracks: [
    {
      site: 'near',
      view: 'teacher',
      personId: null,
      parts: [part('part-teacher')],
      gaps: [],
      levels: null,
    },
    {
      site: 'far',
      view: 'room',
      personId: null,
      parts: [part('part-room')],
      gaps: [],
      levels: null,
    },
  ],
} as unknown as Recording

const event = (seq: number, atMs: number, data: ClassroomEvent['data']): ClassroomEvent => ({
  seq,
  atMs,
  actorId: lead.userId,
  actorName: '周岚',
  data,
})
const events = [
  event(1, 0, { type: 'lesson.started' }),
  event(2, 0, { type: 'step.changed', index: 0, stepId: 'a', title: '导入' }),
  event(3, 10_000, { type: 'person.joined', name: '沈秋', role: 'observer', site: null }),
  event(4, 60_000, { type: 'step.changed', index: 1, stepId: 'b', title: '品读' }),
  event(5, 150_000, { type: 'lesson.ended' }),
]

let db: Db
let now = Date.parse('2026-09-12T00:00:00Z')
let published: { topic: string; event: FeedEvent }[] = []
let closed: Actor[] = []

const deps = (): ShareDeps => ({
  db,
  clock: { now: () => now },
  log: createLog('silent'),
  feed: {
    publish: (topic, what) => void published.push({ topic, event: what }),
    closeWhere: (concerned) => {
      const guest: Actor = { kind: 'guest', shareId: currentShare as never, lessonId }
      if (concernsActor(concerned, guest)) closed.push(guest)
    },
  },
  people: { card: async () => ({ userId: lead.userId, name: '周岚', hue: 'zhou' }) },
  lessons: {
    need: async (actor) => {
      if (actor.kind !== 'person' || actor.userId !== lead.userId) throw new AppError('not-found')
      return lesson
    },
    read: async () => lesson,
    note: async () => undefined,
    activityOf: async () => [],
  },
  plans: { steps: async () => [], threads: async () => [], summaries: async () => new Map() },
  classrooms: {
    latest: async () => ({
      classroomId: 'classroom-01' as never,
      phase: 'ended',
      startedAtMs: now - 1000,
    }),
    events: async () => events,
  },
  recordings: { find: async () => recording, latest: async () => recording },
  study: { marks: async () => [], finishedPasses: async () => [] },
})

let currentShare = ''
const all = { slides: true, teacherVideo: true, findings: true }
const make = async (parts = all, actor = lead) => {
  const made = await createShare(
    { ...deps(), repo: sharesRepo(db) },
    { actor, lessonId, parts, days: 30, origin: 'http://studio' },
  )
  currentShare = made.share.shareId
  return made
}
const guestOf = (shareId: string): Actor => ({ kind: 'guest', shareId: shareId as never, lessonId })

beforeEach(async () => {
  db = await testDb()
  await db
    .insertInto('org')
    .values({
      id: 'group-000001',
      parent_id: null,
      kind: 'group',
      name: '组',
      settings: '{}',
      is_sample: 0,
    })
    .execute()
  await db
    .insertInto('lesson')
    .values({
      id: lessonId,
      group_id: 'group-000001',
      plan_id: 'plan-00000001',
      title: 'x',
      subject: '',
      grade: '',
      unit: '',
      length_min: 4,
      stage: 'study',
      starts_at: null,
      created_by: null,
      created_at: 0,
      updated_at: 0,
      is_sample: 0,
      slides_file_id: null,
      slides_name: null,
      slides_pages: null,
      slides_bytes: null,
    })
    .execute()
  published = []
  closed = []
  now = Date.parse('2026-09-12T00:00:00Z')
})

describe('a share link', () => {
  it('carries its token in the fragment and leaves only a hash behind', async () => {
    const { url } = await make()
    const token = url.split('#')[1] ?? ''
    expect(url).toMatch(/^http:\/\/studio\/s#.{40,}$/)
    const rows = JSON.stringify(await db.selectFrom('share').selectAll().execute())
    expect(rows).not.toContain(token)
  })

  it('is made and ended only by those who may share', async () => {
    await expect(make(all, stranger)).rejects.toMatchObject({ code: 'not-found' })
    const { share } = await make()
    await expect(
      revokeShare({ ...deps(), repo: sharesRepo(db) }, { actor: stranger, shareId: share.shareId }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  it('ends at once: page, files, media and open sockets', async () => {
    const { share } = await make()
    const { guests } = sharesFeature(deps())
    expect(
      await guests.mayPlay(guestOf(share.shareId), recording.recordingId, 'part-teacher'),
    ).toBe(true)
    await revokeShare({ ...deps(), repo: sharesRepo(db) }, { actor: lead, shareId: share.shareId })
    expect(
      await guests.mayPlay(guestOf(share.shareId), recording.recordingId, 'part-teacher'),
    ).toBe(false)
    expect(await guests.mayReadFile(guestOf(share.shareId), 'file-0000001' as never)).toBe(false)
    await expect(
      processPage(deps(), await sharesRepo(db).byId(share.shareId)),
    ).rejects.toMatchObject({ code: 'shares/gone' })
    expect(published).toEqual([{ topic: `share:${share.shareId}`, event: { type: 'share.ended' } }])
    expect(closed).toHaveLength(1)
  })

  it('ends by itself when its days are over', async () => {
    const { share } = await make()
    now += 30 * 86_400_000
    await expect(
      processPage(deps(), await sharesRepo(db).byId(share.shareId)),
    ).rejects.toMatchObject({ code: 'shares/gone' })
  })
})

describe('the process page', () => {
  it('never shows a room view, a person coming or going, or who drew', async () => {
    const { share } = await make()
    const page = await processPage(deps(), await sharesRepo(db).byId(share.shareId))
    expect(page.recording?.tracks.map((track) => track.site)).toEqual(['near'])
    expect(JSON.stringify(page)).not.toContain('沈秋')
    expect(
      page.recording?.events.every(
        ({ actorId, actorName }) => actorId === null && actorName === null,
      ),
    ).toBe(true)
    const { guests } = sharesFeature(deps())
    expect(await guests.mayPlay(guestOf(share.shareId), recording.recordingId, 'part-room')).toBe(
      false,
    )
  })

  it('leaves out what its maker did not tick', async () => {
    const { share } = await make({ slides: false, teacherVideo: false, findings: false })
    const page = await processPage(deps(), await sharesRepo(db).byId(share.shareId))
    expect([page.slides, page.recording, page.findings]).toEqual([null, null, []])
    const { guests } = sharesFeature(deps())
    expect(await guests.mayReadFile(guestOf(share.shareId), 'file-0000001' as never)).toBe(false)
    expect(
      await guests.mayPlay(guestOf(share.shareId), recording.recordingId, 'part-teacher'),
    ).toBe(false)
  })
})

describe('actual minutes', () => {
  it('run from each change to the next or to the end; a step taught twice counts both times', () => {
    expect(actualStepMs(events, 2)).toEqual([60_000, 90_000])
    const twice = [
      ...events.slice(0, 4),
      event(5, 90_000, { type: 'step.changed', index: 0, stepId: 'a', title: '导入' }),
      event(6, 100_000, { type: 'lesson.ended' }),
    ]
    expect(actualStepMs(twice, 2)).toEqual([70_000, 30_000])
    expect(actualStepMs([], 2)).toEqual([])
  })
})
