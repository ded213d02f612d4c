import { describe, expect, it } from 'vitest'
import { AppError } from '../errors/appError.ts'
import type { Change } from './change.ts'
import type { ClassroomCommand } from './contract.ts'
import type { ClassroomRole, ClassroomState } from './model.ts'
import { reduceClassroom } from './reduceClassroom.ts'
import { sessionTime } from './sessionTime.ts'
import { floorAt, live, present, waiting, who } from './testing/classroomStates.ts'

const run = (
  state: ClassroomState,
  command: ClassroomCommand,
  role: ClassroomRole,
  atMs = 10_000,
): Change => {
  const outcome = reduceClassroom(state, command, who(role, atMs))
  if (outcome instanceof AppError) throw outcome
  return outcome
}
const refusal = (state: ClassroomState, command: ClassroomCommand, role: ClassroomRole) => {
  const outcome = reduceClassroom(state, command, who(role, 10_000))
  return outcome instanceof AppError ? outcome.code : 'allowed'
}
const types = ({ events }: Change) => events.map(({ data }) => data.type)

describe('上课 and 下课', () => {
  it('starts at session zero on the first step and its page, with who is here as the log’s beginning', () => {
    const change = run(waiting(), { type: 'lesson.start' }, 'lead', 0)
    expect(change.state).toMatchObject({
      phase: 'live',
      startedAtMs: 1_000_000,
      stepIndex: 0,
      stepStartedMs: 0,
      stepUsedMs: [0, 0, 0],
      page: 1,
    })
    expect(types(change)).toEqual([
      'lesson.started',
      'person.joined',
      'person.joined',
      'step.changed',
    ])
    expect(change.events.every(({ atMs }) => atMs === 0)).toBe(true)
  })

  it('is the same again when pressed twice', () => {
    expect(run(live(), { type: 'lesson.start' }, 'lead')).toEqual({ state: live(), events: [] })
  })

  it('does not start without a step', () => {
    expect(refusal(waiting({ steps: [] }), { type: 'lesson.start' }, 'lead')).toBe(
      'classrooms/no-plan',
    )
  })

  it('counts the current step’s time, takes back open floor questions and stops recording at the end', () => {
    const state = live({
      stepStartedMs: 4000,
      stepUsedMs: [500, 0, 0],
      floorRequest: { site: 'far', by: '李秀芳', atMs: 1 },
      recording: {
        phase: 'recording',
        recordingId: 'recording-1' as never,
        requestedBy: '周岚',
        startedMs: 0,
        answers: { 'user-lead': 'agreed', 'user-assist': 'agreed' },
      },
    })
    const change = run(state, { type: 'lesson.end' }, 'lead')
    expect(change.state).toMatchObject({
      phase: 'ended',
      endedMs: 10_000,
      stepUsedMs: [6500, 0, 0],
      floorRequest: null,
      recording: { phase: 'stopped', recordingId: 'recording-1' },
    })
    expect(types(change)).toEqual(['recording.stopped', 'lesson.ended'])
    expect(run(change.state, { type: 'lesson.end' }, 'lead').events).toEqual([])
  })

  it.each([
    ['lead', true, 'allowed'],
    ['assist', true, 'forbidden'],
    ['assist', false, 'allowed'],
    ['observer', false, 'forbidden'],
  ] as const)('%s ends it, lead here: %s → %s', (role, leadIsHere, expected) => {
    const people = leadIsHere ? [present('lead'), present('assist')] : [present('assist')]
    expect(refusal(live({ people }), { type: 'lesson.end' }, role)).toBe(expected)
  })
})

describe('who may do what', () => {
  const everything: readonly ClassroomCommand[] = [
    { type: 'step.go', index: 1 },
    { type: 'page.go', page: 2 },
    { type: 'floor.request' },
    { type: 'floor.offer' },
    { type: 'floor.take' },
    { type: 'recording.request' },
  ]
  it.each(everything)('an observer never $type', (command) => {
    expect(refusal(live(), command, 'observer')).toBe('forbidden')
  })
  it.each([
    ['lead', 'near', 'allowed'],
    ['lead', 'far', 'allowed'],
    ['assist', 'far', 'allowed'],
    ['assist', 'near', 'classrooms/not-your-floor'],
  ] as const)('%s moves the lesson while the floor is %s: %s', (role, floor, expected) => {
    expect(refusal(floorAt(floor), { type: 'step.go', index: 1 }, role)).toBe(expected)
    expect(refusal(floorAt(floor), { type: 'page.go', page: 2 }, role)).toBe(expected)
  })
  it.each(everything.slice(0, 5))('waits for 上课 before $type', (command) => {
    expect(refusal(waiting(), command, 'lead')).toBe('classrooms/not-started')
  })
  it.each(everything)('refuses $type after 下课', (command) => {
    expect(refusal(live({ phase: 'ended' }), command, 'lead')).toBe('classrooms/ended')
  })
})

describe('steps and pages', () => {
  it('keeps what each step used, over going back, and opens the step’s first page', () => {
    const second = run(live(), { type: 'step.go', index: 1 }, 'lead', 60_000)
    expect(second.state).toMatchObject({ stepIndex: 1, stepStartedMs: 60_000, page: 4 })
    expect(types(second)).toEqual(['step.changed', 'page.changed'])
    const back = run(second.state, { type: 'step.go', index: 0 }, 'lead', 90_000)
    const again = run(back.state, { type: 'step.go', index: 1 }, 'lead', 100_000)
    expect(again.state.stepUsedMs).toEqual([70_000, 30_000, 0])
  })
  it('leaves the page where it is for a step that names none', () => {
    const change = run(live({ page: 3 }), { type: 'step.go', index: 2 }, 'lead')
    expect(change.state.page).toBe(3)
    expect(types(change)).toEqual(['step.changed'])
  })
  it.each([
    [{ type: 'step.go', index: 3 }],
    [{ type: 'step.go', index: 0 }],
    [{ type: 'page.go', page: 15 }],
    [{ type: 'page.go', page: 1 }],
  ] as const)(
    'changes nothing for a place that is not there, or is here already: %o',
    (command) => {
      expect(run(live(), command, 'lead')).toEqual({ state: live(), events: [] })
    },
  )
})

describe('the floor', () => {
  it('goes over by request and offer', () => {
    const asked = run(live(), { type: 'floor.request' }, 'assist', 1000)
    expect(asked.state.floorRequest).toEqual({ site: 'far', by: '李秀芳', atMs: 1000 })
    const granted = run(asked.state, { type: 'floor.offer' }, 'lead', 2000)
    expect(granted.state).toMatchObject({
      floor: 'far',
      floorSinceMs: 2000,
      floorRequest: null,
      floorOffer: null,
    })
    expect(types(granted)).toEqual(['floor.offered', 'floor.taken'])
  })
  it('goes over by an offer that is taken', () => {
    const offered = run(live(), { type: 'floor.offer' }, 'lead', 1000)
    expect(offered.state).toMatchObject({ floor: 'near', floorOffer: { to: 'far' } })
    const taken = run(offered.state, { type: 'floor.take' }, 'assist', 2000)
    expect(taken.state).toMatchObject({ floor: 'far', floorSinceMs: 2000, floorOffer: null })
  })
  it('is taken by whoever asks for it while it is offered to them', () => {
    const offered = run(live(), { type: 'floor.offer' }, 'lead', 1000)
    expect(run(offered.state, { type: 'floor.request' }, 'assist').state.floor).toBe('far')
  })
  it('is the lead’s to take at any time, and not the assist teacher’s', () => {
    expect(run(floorAt('far'), { type: 'floor.take' }, 'lead').state.floor).toBe('near')
    expect(refusal(live(), { type: 'floor.take' }, 'assist')).toBe('classrooms/not-your-floor')
    expect(refusal(floorAt('far'), { type: 'floor.offer' }, 'lead')).toBe(
      'classrooms/not-your-floor',
    )
  })
  it('takes back a request or an offer', () => {
    const asked = run(live(), { type: 'floor.request' }, 'assist')
    const withdrawn = run(asked.state, { type: 'floor.withdraw' }, 'assist')
    expect(withdrawn.state.floorRequest).toBeNull()
    const offered = run(live(), { type: 'floor.offer' }, 'lead')
    expect(run(offered.state, { type: 'floor.withdraw' }, 'lead').state.floorOffer).toBeNull()
    expect(run(live(), { type: 'floor.withdraw' }, 'lead').events).toEqual([])
  })
  it('has nobody to go to in a lesson in one room', () => {
    const alone = who('lead', 1, { schools: { near: '城关小学', far: null } })
    expect(reduceClassroom(live(), { type: 'floor.offer' }, alone)).toEqual({
      state: live(),
      events: [],
    })
  })
})

describe('session time', () => {
  const state = { startedAtMs: 1_000_000, stepStartedMs: 5000, floorSinceMs: 0 }
  it.each([
    ['no claim', undefined, 20_000],
    ['a claim close by', 19_400, 19_400],
    ['a PC ten minutes slow', 20_000 - 600_000, 20_000],
    ['a PC ten minutes fast', 20_000 + 600_000, 20_000],
    ['the future', 21_000, 20_000],
  ] as const)('%s', (_name, claimed, expected) => {
    expect(sessionTime(state, 1_020_000, claimed)).toBe(expected)
  })
  it('never lies before what it changes, and is zero while waiting', () => {
    expect(sessionTime(state, 1_006_000, 4000)).toBe(5000)
    expect(sessionTime({ ...state, startedAtMs: null }, 1_006_000)).toBe(0)
  })
})
