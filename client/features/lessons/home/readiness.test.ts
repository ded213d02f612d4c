import { expect, it } from 'vitest'
import type { Lesson } from '#shared/lessons/model.ts'
import { primaryAction, readinessOf } from './readiness.ts'

const lesson = (change: object): Lesson =>
  ({
    lengthMin: 40,
    steps: [{ minutes: 40 }],
    slides: { pages: 18 },
    classroomId: null,
    abilities: ['view', 'teach', 'observe'],
    ...change,
  }) as unknown as Lesson

it.each([
  [{}, 'check'],
  [{ steps: [] }, 'write'],
  [{ slides: null }, 'upload'],
  [{ steps: [], slides: null }, 'write'],
  [{ steps: [{ minutes: 42 }] }, 'check'],
  [{ classroomId: 'c', slides: null }, 'enter'],
  [{ abilities: ['view', 'observe'] }, 'read'],
  [{ abilities: ['view', 'observe'], classroomId: 'c' }, 'enter'],
  [{ abilities: ['view'], classroomId: 'c' }, 'read'],
] as const)('%j leads to %s', (change, action) => {
  expect(primaryAction(lesson(change))).toBe(action)
})

it('warns of minutes over and names how many', () => {
  expect(readinessOf(lesson({ steps: [{ minutes: 30 }, { minutes: 12 }] }))[0]).toEqual({
    part: 'plan',
    state: 'warn',
    sentence: 'plan.over',
    count: 2,
  })
})
