import { describe, expect, it } from 'vitest'
import type { ClassroomState } from '#shared/classrooms/model.ts'
import { live, step } from '#shared/classrooms/testing/classroomStates.ts'
import { clockText } from './clockText.ts'
import { floorButton } from './floorButton.ts'
import { runSheetTimes } from './runSheetTimes.ts'
import { shortSchool } from './shortSchool.ts'

const lead = { role: 'lead', site: 'near' } as const
const assist = { role: 'assist', site: 'far' } as const
const asked = { floorRequest: { site: 'far', by: '李秀芳', atMs: 7000 } } as const
const offered = { floorOffer: { to: 'far', by: '周岚', atMs: 8000 } } as const
const atFar = { floor: 'far' } as const
const offeredBack = { floor: 'far', floorOffer: { to: 'near', by: '李秀芳', atMs: 9000 } } as const

describe('the floor’s one button', () => {
  it.each<[string, Partial<ClassroomState>, typeof lead | typeof assist, string]>([
    ['the lead holds it', {}, lead, 'offer'],
    ['the lead holds it and the far room asks', asked, lead, 'grant'],
    ['the lead has offered it', offered, lead, 'withdraw'],
    ['the lead is without it', atFar, lead, 'reclaim'],
    ['the lead is offered it back', offeredBack, lead, 'take'],
    ['the assist teacher is without it', {}, assist, 'request'],
    ['the assist teacher has asked', asked, assist, 'withdraw'],
    ['the assist teacher is offered it', offered, assist, 'take'],
    ['the assist teacher holds it', atFar, assist, 'offer'],
    ['the assist teacher has offered it back', offeredBack, assist, 'withdraw'],
  ])('%s', (_name, more, me, verb) => {
    expect(floorButton(live(more), me, true)?.verb).toBe(verb)
  })
  it('is not there before 上课, for observers, and in one room', () => {
    expect(floorButton(live({ phase: 'waiting' }), lead, true)).toBeNull()
    expect(floorButton(live(), { role: 'observer', site: null }, true)).toBeNull()
    expect(floorButton(live(), lead, false)).toBeNull()
  })
  it('names the site it hands over to and the time of what it takes back', () => {
    expect(floorButton(live(), lead, true)?.site).toBe('far')
    expect(floorButton(live(asked), assist, true)?.sinceMs).toBe(7000)
  })
})

describe('the run-sheet’s figures', () => {
  const minute = 60_000
  const state = live({
    steps: [step('导入', 3, 1), step('初读', 5, 2), step('品读', 10, 3), step('小结', 5, 4)],
    stepIndex: 2,
    stepStartedMs: 9.5 * minute,
    stepUsedMs: [3.5 * minute, 6 * minute, 0, 0],
  })
  it('count down the current step and add up what ran over', () => {
    const times = runSheetTimes(state, 12 * minute)
    expect(times.leftMs).toBe(7.5 * minute)
    expect(times.behindMs).toBe(1.5 * minute)
    expect(times.steps.map(({ usedMs }) => usedMs / minute)).toEqual([3.5, 6, 2.5, 0])
    expect(times.steps.map(({ isDone }) => isDone)).toEqual([true, true, false, false])
  })
  it('go below zero once the step is over time, and the lesson falls behind with it', () => {
    const times = runSheetTimes(state, 21.5 * minute)
    expect(times.leftMs).toBe(-2 * minute)
    expect(times.behindMs).toBe(3.5 * minute)
  })
  it('keep the time a step used before it was come back to', () => {
    const back = { ...state, stepUsedMs: [3.5 * minute, 6 * minute, 4 * minute, 0] }
    expect(runSheetTimes(back, 12 * minute).leftMs).toBe(3.5 * minute)
  })
  it('say nothing before 上课', () => {
    expect(runSheetTimes({ ...state, stepIndex: -1, stepStartedMs: null }, 0).leftMs).toBeNull()
  })
})

describe('words', () => {
  it.each([
    [394_000, false, '6:34'],
    [-72_900, false, '1:12'],
    [59_100, true, '1:00'],
    [3_600_000, false, '60:00'],
  ] as const)('%i ms reads %s', (ms, up, text) => {
    expect(clockText(ms, up)).toBe(text)
  })
  it.each([
    ['城关小学', '城关'],
    ['青山中心小学', '青山'],
    ['柳溪教学点', '柳溪'],
    ['一中', '一中'],
    ['Hill School', 'Hill School'],
  ])('%s is called %s', (school, short) => {
    expect(shortSchool(school)).toBe(short)
  })
})
