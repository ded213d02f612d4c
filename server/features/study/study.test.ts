import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#server/platform/db/Db.ts'
import type { StudyQueries } from '#server/platform/ports/StudyQueries.ts'
import { testDb } from '#server/testing/testDb.ts'
import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { LessonId, MarkId, RecordingId, UserId } from '#shared/ids.ts'
import type { Lesson, LessonAbility } from '#shared/lessons/model.ts'
import type { SwitchPoint } from '#shared/study/model.ts'
import { visiblePasses } from '#shared/study/rules.ts'
import { createMark } from './createMark.ts'
import { deleteMark } from './deleteMark.ts'
import { editMark } from './editMark.ts'
import { studyFeature } from './index.ts'
import type { StudyDeps, StudyParts } from './parts.ts'
import { studyRepo } from './repo.ts'
import { savePass } from './savePass.ts'

const recordingId = 'recording-1' as RecordingId
const lessonId = 'lesson-0001' as LessonId
const range = { startMs: 0, endMs: 250_000 }

const person = (userId: string, name: string): Person => ({
  kind: 'person',
  hue: 'lin',
  userId: userId as UserId,
  name,
  memberships: [],
  isAdmin: false,
})
const he = person('user-he-00', '贺明')
const tian = person('user-tian-0', '田桂芳')
const visitor = person('user-visit', '访客')

const writing: readonly LessonAbility[] = ['view', 'annotate', 'code']
const abilities = new Map<string, readonly LessonAbility[]>()

let db: Db
let parts: StudyParts
let deps: StudyDeps
let events: { readonly topic: string; readonly event: FeedEvent }[]
let notes: { readonly kind: string; readonly detail: string }[]
let nowMs: number

beforeEach(async () => {
  db = await testDb({ isLoose: true })
  events = []
  notes = []
  nowMs = 1_800_000_000_000
  abilities.clear()
  for (const { userId } of [he, tian]) abilities.set(userId, writing)
  abilities.set(visitor.userId, ['view'])
  deps = {
    db,
    clock: { now: () => nowMs },
    log: undefined as never,
    feed: { publish: (topic, event) => void events.push({ topic, event }) },
    lessons: {
      need: async (actor, _id, ability) => {
        const own = (actor.kind === 'person' && abilities.get(actor.userId)) || []
        if (!own.includes('view')) throw new AppError('not-found')
        if (!own.includes(ability)) throw new AppError('forbidden')
        return { lessonId, abilities: own } as unknown as Lesson
      },
      note: async ({ kind, detail }) => void notes.push({ kind, detail }),
    },
    people: {
      cards: async (ids) =>
        new Map(
          [he, tian]
            .filter(({ userId }) => ids.includes(userId))
            .map(({ userId, name }) => [userId, { userId, name, hue: 'he' as const }]),
        ),
    },
    recordings: { find: async (id) => (id === recordingId ? { lessonId, ...range } : null) },
  }
  parts = { ...deps, repo: studyRepo(db) }
})

const body = (over: Partial<Parameters<typeof createMark>[3]> = {}) => ({
  markId: 'mark-00001' as MarkId,
  startMs: 143_400,
  endMs: 147_800,
  site: 'near' as const,
  text: '问完 0.9 秒就叫了城关',
  replyTo: null,
  ...over,
})
const at = (markId: string) => ({ recordingId, markId })

describe('marks', () => {
  test('a new mark is stored, told to whoever listens, and noted', async () => {
    const mark = await createMark(parts, he, recordingId, body())
    expect(mark).toMatchObject({ authorName: '贺明', authorHue: 'he', resolved: false })
    expect(await parts.repo.marks(recordingId)).toHaveLength(1)
    expect(events).toEqual([
      { topic: `recording:${recordingId}`, event: { type: 'mark.saved', mark } },
    ])
    expect(notes).toEqual([{ kind: 'mark.added', detail: mark.text }])
  })

  test('sending twice gives one mark, one event and one note', async () => {
    const first = await createMark(parts, he, recordingId, body())
    nowMs += 5_000
    expect(await createMark(parts, he, recordingId, body())).toEqual(first)
    expect(events).toHaveLength(1)
    expect(notes).toHaveLength(1)
  })

  test('an id that is somebody else’s is a conflict and changes nothing', async () => {
    await createMark(parts, he, recordingId, body())
    await expect(
      createMark(parts, tian, recordingId, body({ text: '别的话' })),
    ).rejects.toMatchObject({ code: 'conflict' })
    expect((await parts.repo.marks(recordingId)).map(({ text }) => text)).toEqual([body().text])
  })

  test.each([
    ['before its start', { startMs: -1, endMs: 10 }],
    ['after its end', { startMs: 10, endMs: 250_001 }],
    ['backwards', { startMs: 20, endMs: 10 }],
  ])('a place %s is outside the recording', async (_name, place) => {
    await expect(createMark(parts, he, recordingId, body(place))).rejects.toMatchObject({
      code: 'study/outside-recording',
      data: range,
    })
    expect(await parts.repo.marks(recordingId)).toEqual([])
    expect(events).toEqual([])
  })

  test('a reply stands where its thread stands, and a reply to a reply joins the thread', async () => {
    await createMark(parts, he, recordingId, body())
    const reply = { replyTo: body().markId, startMs: 0, endMs: 0, site: null }
    await createMark(parts, tian, recordingId, body({ ...reply, markId: 'mark-00002' as MarkId }))
    const second = await createMark(
      parts,
      he,
      recordingId,
      body({ ...reply, markId: 'mark-00003' as MarkId, replyTo: 'mark-00002' as MarkId }),
    )
    expect(second).toMatchObject({
      replyTo: body().markId,
      startMs: 143_400,
      endMs: 147_800,
      site: 'near',
    })
  })

  test('a reply to nothing is not found', async () => {
    await expect(
      createMark(parts, he, recordingId, body({ replyTo: 'mark-00009' as MarkId })),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('who may only look cannot annotate, and an unknown recording is not found', async () => {
    await expect(createMark(parts, visitor, recordingId, body())).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(createMark(parts, he, 'recording-2', body())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('only its author rewrites a mark; a colleague may say it was discussed', async () => {
    await createMark(parts, he, recordingId, body())
    await expect(editMark(parts, tian, at('mark-00001'), { text: '改' })).rejects.toMatchObject({
      code: 'study/not-yours',
    })
    await editMark(parts, tian, at('mark-00001'), { resolved: true })
    const mark = await editMark(parts, he, at('mark-00001'), { text: '改过了' })
    expect(mark).toMatchObject({ text: '改过了', resolved: true })
    expect(events.map(({ event }) => event.type)).toEqual([
      'mark.saved',
      'mark.saved',
      'mark.saved',
    ])
  })

  test('a change that changes nothing tells nobody', async () => {
    await createMark(parts, he, recordingId, body())
    await editMark(parts, tian, at('mark-00001'), { resolved: false })
    expect(events).toHaveLength(1)
  })

  test('a thread goes with one’s own replies, never with another’s', async () => {
    await createMark(parts, he, recordingId, body())
    const reply = { replyTo: body().markId, markId: 'mark-00002' as MarkId }
    await createMark(parts, tian, recordingId, body(reply))
    await expect(deleteMark(parts, he, at('mark-00001'))).rejects.toMatchObject({
      code: 'study/has-replies',
    })
    await expect(deleteMark(parts, he, at('mark-00002'))).rejects.toMatchObject({
      code: 'study/not-yours',
    })
    await deleteMark(parts, tian, at('mark-00002'))
    await deleteMark(parts, he, at('mark-00001'))
    expect(await parts.repo.marks(recordingId)).toEqual([])
    expect(events.slice(2).map(({ event }) => event)).toEqual([
      { type: 'mark.deleted', markId: 'mark-00002' },
      { type: 'mark.deleted', markId: 'mark-00001' },
    ])
  })

  test('whoever manages the lesson may take a whole thread away', async () => {
    abilities.set(tian.userId, [...writing, 'manage'])
    await createMark(parts, he, recordingId, body())
    await createMark(
      parts,
      he,
      recordingId,
      body({ replyTo: body().markId, markId: 'mark-00002' as MarkId }),
    )
    await deleteMark(parts, tian, at('mark-00001'))
    expect(await parts.repo.marks(recordingId)).toEqual([])
  })
})

const points: readonly SwitchPoint[] = [
  { atMs: 0, code: 'T' },
  { atMs: 30_000, code: 'S' },
]
const pass = (over: Partial<Parameters<typeof savePass>[3]> = {}) => ({
  points: [...points],
  coveredMs: 40_000,
  finished: false,
  ...over,
})
const types = () => events.map(({ event }) => event.type)

describe('passes', () => {
  test('the first save starts the pass; later ones replace it without telling anybody', async () => {
    const first = await savePass(parts, he, recordingId, pass())
    const second = await savePass(parts, he, recordingId, pass({ coveredMs: 90_000 }))
    expect(second).toMatchObject({ passId: first.passId, coveredMs: 90_000, deltaMs: 10_000 })
    expect(types()).toEqual(['passes.changed'])
    expect(notes).toEqual([])
  })

  test('points are kept tidy', async () => {
    const messy: SwitchPoint[] = [
      { atMs: 30_000, code: 'T' },
      { atMs: 0, code: 'T' },
      { atMs: 50_000, code: 'T' },
      { atMs: 50_000, code: 'S' },
    ]
    expect((await savePass(parts, he, recordingId, pass({ points: messy }))).points).toEqual([
      { atMs: 0, code: 'T' },
      { atMs: 50_000, code: 'S' },
    ])
  })

  test('finishing covers the whole recording and is noted without figures', async () => {
    await savePass(parts, he, recordingId, pass())
    const done = await savePass(parts, he, recordingId, pass({ finished: true }))
    expect(done).toMatchObject({ finished: true, coveredMs: 250_000 })
    expect(types()).toEqual(['passes.changed', 'passes.changed'])
    expect(notes).toEqual([{ kind: 'coding.finished', detail: '' }])
  })

  test('a late save of other points neither changes nor reopens a finished pass', async () => {
    await savePass(parts, he, recordingId, pass({ finished: true }))
    const late = pass({ points: [{ atMs: 0, code: 'S' }] })
    await expect(savePass(parts, he, recordingId, late)).rejects.toMatchObject({
      code: 'study/pass-finished',
    })
    expect((await parts.repo.passBy(recordingId, he.userId))?.points).toEqual(points)
  })

  test('a save read before the finish is not written after it', async () => {
    await savePass(parts, he, recordingId, pass())
    const open = await parts.repo.passBy(recordingId, he.userId)
    await savePass(parts, he, recordingId, pass({ finished: true }))
    expect(await parts.repo.savePass(open!, false)).toBe(false)
    expect((await parts.repo.passBy(recordingId, he.userId))?.finished).toBe(true)
  })

  test('the same points, unfinished, reopen it', async () => {
    await savePass(parts, he, recordingId, pass({ finished: true }))
    expect(await savePass(parts, he, recordingId, pass())).toMatchObject({ finished: false })
    expect(types()).toEqual(['passes.changed', 'passes.changed'])
  })

  test('a point outside the recording is refused', async () => {
    const outside = pass({ points: [{ atMs: 250_001, code: 'T' }] })
    await expect(savePass(parts, he, recordingId, outside)).rejects.toMatchObject({
      code: 'study/outside-recording',
    })
  })

  test('who may not code cannot save one', async () => {
    await expect(savePass(parts, visitor, recordingId, pass())).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('while coding one sees only one’s own; after handing in, both', async () => {
    await savePass(parts, he, recordingId, pass({ finished: true }))
    await savePass(parts, tian, recordingId, pass())
    const seenBy = async (who: Person) =>
      visiblePasses(await parts.repo.passes(recordingId), who.userId)
    expect(await seenBy(tian)).toMatchObject({ passes: [{ coderId: tian.userId }], hidden: 1 })
    expect(await seenBy(he)).toMatchObject({ passes: [{ coderId: he.userId }], hidden: 1 })
    await savePass(parts, tian, recordingId, pass({ finished: true }))
    expect((await seenBy(tian)).passes).toHaveLength(2)
  })
})

describe('the port', () => {
  test('imports stand silently, and only finished passes count as coded', async () => {
    const queries: StudyQueries = studyFeature(deps).queries
    await queries.importMark({
      recordingId,
      authorId: he.userId,
      startMs: 0,
      endMs: 0,
      site: null,
      text: '开头很好',
      createdAtMs: nowMs,
    })
    const coding = { recordingId, deltaMs: 10_000, points, coveredMs: 250_000, atMs: nowMs }
    await queries.importPass({ ...coding, coderId: he.userId })
    await savePass(parts, tian, recordingId, pass())
    expect(await queries.marks(recordingId)).toMatchObject([
      { text: '开头很好', authorName: '贺明' },
    ])
    expect((await queries.finishedPasses(recordingId)).map((p) => p.coderName)).toEqual(['贺明'])
    expect(await queries.isCodedBy(recordingId, he.userId)).toBe(true)
    expect(await queries.isCodedBy(recordingId, tian.userId)).toBe(false)
    expect(types()).toEqual(['passes.changed'])
    expect(notes).toEqual([])
  })

  test('an imported reply keeps its thread', async () => {
    const { queries } = studyFeature(deps)
    const mark = { recordingId, startMs: 0, endMs: 0, site: null, createdAtMs: nowMs }
    const markId = 'mark-00001' as MarkId
    await queries.importMark({ ...mark, markId, authorId: he.userId, text: '一' })
    await queries.importMark({ ...mark, replyTo: markId, authorId: tian.userId, text: '二' })
    expect((await queries.marks(recordingId)).find((m) => m.text === '二')?.replyTo).toBe(markId)
  })
})
