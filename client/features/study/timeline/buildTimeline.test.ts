import { describe, expect, test } from 'vitest'
import type { ClassroomEvent, ClassroomEventData } from '#shared/classrooms/events.ts'
import type { PlanStep } from '#shared/lessons/model.ts'
import { buildTimeline, spanAt } from './buildTimeline.ts'

const log = (...entries: readonly (readonly [number, ClassroomEventData])[]): ClassroomEvent[] =>
  entries.map(([atMs, data], seq) => ({ seq, atMs, actorId: null, actorName: null, data }))

const step = (minutes: number) => ({ minutes }) as PlanStep
const range = { startMs: 0, endMs: 250_420 }

const model = buildTimeline(
  log(
    [0, { type: 'lesson.started' }],
    [0, { type: 'step.changed', index: 0, stepId: 'a', title: '情境' }],
    [20_700, { type: 'page.changed', page: 2 }],
    [49_000, { type: 'step.changed', index: 1, stepId: 'b', title: '品字' }],
    [27_600, { type: 'floor.taken', site: 'far' }],
    [
      61_400,
      { type: 'ink.drawn', strokeId: 'i', site: 'near', page: 2, width: 1, points: [0, 0, 0] },
    ],
    [250_000, { type: 'lesson.ended' }],
  ),
  [step(1), step(1.5)],
  range,
)

describe('the log as tiers', () => {
  test('steps hold until the next and know what was planned', () => {
    expect(model.steps).toMatchObject([
      { index: 0, startMs: 0, endMs: 49_000, plannedMs: 60_000 },
      { index: 1, startMs: 49_000, endMs: 250_000, plannedMs: 90_000 },
    ])
    expect(model.planned).toEqual([
      { index: 0, startMs: 0, endMs: 60_000 },
      { index: 1, startMs: 60_000, endMs: 150_000 },
    ])
  })

  test('page 1 and the near site’s floor hold from the beginning', () => {
    expect(model.pages.map(({ page, startMs }) => [page, startMs])).toEqual([
      [1, 0],
      [2, 20_700],
    ])
    expect(model.floor.map(({ site, startMs }) => [site, startMs])).toEqual([
      ['near', 0],
      ['far', 27_600],
    ])
    expect(model.ink).toEqual([{ atMs: 61_400, site: 'near' }])
  })

  test('a recording without a log has nothing to draw, not a made-up lesson', () => {
    expect(buildTimeline([], [], range)).toMatchObject({ steps: [], pages: [], floor: [], ink: [] })
  })

  test.each([
    [-1, null],
    [0, 1],
    [20_699, 1],
    [20_700, 2],
    [249_999, 2],
    [250_000, null],
  ])('at %d ms page %s is open', (atMs, page) => {
    expect(spanAt(model.pages, atMs)?.page ?? null).toBe(page)
  })
})
