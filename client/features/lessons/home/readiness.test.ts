import { describe, expect, it } from 'vitest'
import type { Lesson } from '#shared/lessons/model.ts'
import { primaryAction, readinessOf } from './readiness.ts'

const nowMs = Date.parse('2026-09-09T02:00:00.000Z')
const asking = { meId: 'lin', nowMs }
const site = (school: string, userId: string) => ({ school, className: '', teacher: { userId } })
const check = (userId: string, hoursAgo = 1, found: object = {}) => ({
  userId,
  at: new Date(nowMs - hoursAgo * 3_600_000).toISOString(),
  ...{ camera: 'good', microphone: 'good', network: 'high', ...found },
})

const lesson = (change: object): Lesson =>
  ({
    lengthMin: 40,
    stage: 'plan',
    steps: [{ minutes: 40 }],
    slides: { pages: 18 },
    classroomId: null,
    sites: [site('城关', 'lin'), site('青山', 'shi')],
    deviceChecks: [],
    abilities: ['view', 'teach', 'observe'],
    ...change,
  }) as unknown as Lesson

it.each([
  [{}, 'check'],
  [{ steps: [] }, 'write'],
  [{ slides: null }, 'upload'],
  [{ steps: [], slides: null }, 'write'],
  [{ steps: [{ minutes: 42 }] }, 'check'],
  // An open waiting room is not a check.
  [{ classroomId: 'c' }, 'check'],
  [{ deviceChecks: [check('lin')] }, 'enter'],
  [{ deviceChecks: [check('shi')] }, 'check'],
  [{ stage: 'teach', classroomId: 'c', slides: null }, 'enter'],
  [{ abilities: ['view', 'observe'] }, 'read'],
  [{ abilities: ['view', 'observe'], classroomId: 'c' }, 'enter'],
  [{ abilities: ['view'], classroomId: 'c' }, 'read'],
] as const)('%j leads to %s', (change, action) => {
  expect(primaryAction(lesson(change), asking)).toBe(action)
})

it('warns of minutes over and names how many', () => {
  const over = lesson({ steps: [{ minutes: 30 }, { minutes: 12 }] })
  expect(readinessOf(over, asking)[0]).toMatchObject({
    state: 'warn',
    sentence: 'plan.over',
    count: 2,
  })
})

describe('the devices', () => {
  it.each([
    ['nobody', [], { state: 'open', sentence: 'devices.none' }],
    ['the other', [check('shi')], { state: 'open', sentence: 'devices.some', schools: ['城关'] }],
    ['oneself', [check('lin')], { state: 'warn', sentence: 'devices.some', schools: ['青山'] }],
    ['both', [check('lin'), check('shi')], { state: 'done', sentence: 'devices.ready' }],
    ['both, one too long ago', [check('lin'), check('shi', 49)], { sentence: 'devices.some' }],
    [
      'both, one without a sound',
      [check('lin'), check('shi', 1, { microphone: 'silent', camera: 'off' })],
      { state: 'warn', sentence: 'devices.look', count: 1, schools: ['青山'] },
    ],
  ])('checked by %s', (_who, deviceChecks, expected) => {
    expect(readinessOf(lesson({ deviceChecks }), asking)[2]).toMatchObject(expected)
  })
})
