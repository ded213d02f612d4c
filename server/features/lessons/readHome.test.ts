import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ClassroomId, RecordingId } from '#shared/ids.ts'
import type { PlanStep } from '#shared/lessons/model.ts'
import { createLesson } from './createLesson.ts'
import { readHome } from './readHome.ts'
import { dayOf, weekOf } from './schoolDay.ts'
import { type LessonsStage, lessonForm, lessonsStage } from './testing/lessonsStage.ts'

let stage: LessonsStage
beforeEach(async () => {
  stage = await lessonsStage()
})
afterEach(() => stage.close())

const HOUR = 3_600_000
const make = (title: string, inHours: number | null, teacher = stage.lin) =>
  createLesson(stage.parts, teacher, {
    ...lessonForm(stage.orgs.group, { near: teacher.userId }),
    title,
    startsAt: inHours === null ? null : new Date(stage.time.nowMs + inHours * HOUR).toISOString(),
  })
const step = (minutes: number): PlanStep => ({
  stepId: 's1',
  title: '品读',
  minutes,
  lead: '',
  assist: '',
  student: '',
  intent: '',
  firstPage: null,
})

it('shows the day: my next lesson before a colleague’s earlier one, today and this week in order', async () => {
  await make('他人的课', 1, stage.shi)
  const mine = await make('我的课', 2)
  await make('早上的课', -2)
  await make('明天的课', 26)
  await make('下下周的课', 24 * 14)
  await make('没排的课', null)
  const home = await readHome(stage.parts, stage.lin)
  expect(home.next?.lessonId).toBe(mine.lessonId)
  expect(home.today.map(({ title }) => title)).toEqual(['早上的课', '他人的课', '我的课'])
  expect(home.week.map(({ title }) => title)).toEqual([
    '早上的课',
    '他人的课',
    '我的课',
    '明天的课',
  ])
  expect(home).toMatchObject({ groupName: '五年级语文备课组', schoolName: '城关小学' })
  expect(home.recent).toHaveLength(6)
  expect(home.activity).toHaveLength(6)
})

it('is empty, not broken, for somebody who belongs nowhere', async () => {
  const home = await readHome(stage.parts, { ...stage.lin, memberships: [] })
  expect(home).toMatchObject({ next: null, today: [], waiting: [], activity: [], groupName: null })
})

it('waits with facts: minutes over, questions, missing slides, a recording not coded', async () => {
  const soon = await make('《落花生》', 2)
  stage.neighbours.plans.set(soon.planId, {
    steps: [step(30), step(12)],
    commentCount: 5,
    openQuestions: 2,
    characters: 900,
  })
  const waitsFor = async (person = stage.lin) =>
    (await readHome(stage.parts, person)).waiting.map(({ kind, count }) => [kind, count])
  expect(await waitsFor()).toEqual([
    ['comment.question', 2],
    ['plan.minutes-over', 2],
    ['lesson.no-slides', 0],
  ])
  expect(await waitsFor(stage.gu)).toEqual([])
  const recordingId = 'recording1' as RecordingId
  stage.neighbours.classrooms.set(soon.lessonId, 'classroom1' as ClassroomId)
  stage.neighbours.recordings.set(soon.lessonId, recordingId)
  await stage.feature.queries.setStage(soon.lessonId, 'study')
  expect(await waitsFor()).toEqual([['recording.uncoded', 1]])
  expect(await waitsFor(stage.shen)).toEqual([['recording.uncoded', 1]])
  expect(await waitsFor(stage.head)).toEqual([])
  stage.neighbours.coded.add(`${recordingId} ${stage.lin.userId}`)
  expect(await waitsFor()).toEqual([])
})

it('counts days from midnight and weeks from Monday', () => {
  const sunday = new Date(2026, 8, 13, 23, 59).getTime()
  expect(dayOf(sunday)).toEqual({
    startMs: new Date(2026, 8, 13).getTime(),
    endMs: new Date(2026, 8, 14).getTime(),
  })
  expect(weekOf(sunday)).toEqual({
    startMs: new Date(2026, 8, 7).getTime(),
    endMs: new Date(2026, 8, 14).getTime(),
  })
  expect(weekOf(new Date(2026, 8, 7).getTime()).startMs).toBe(new Date(2026, 8, 7).getTime())
})
