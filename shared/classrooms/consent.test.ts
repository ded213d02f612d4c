import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../errors/appError.ts'
import type { Change } from './change.ts'
import { consentWaitsFor, mayKeepOf, owesNotice, presentPeople } from './consent.ts'
import type { ClassroomCommand } from './contract.ts'
import type { ClassroomRole, ClassroomState, PresentPerson } from './model.ts'
import { reducePresence } from './presence.ts'
import { reduceClassroom } from './reduceClassroom.ts'
import { live, present, waiting, who } from './testing/classroomStates.ts'

const send = (state: ClassroomState, command: ClassroomCommand, role: ClassroomRole): Change => {
  const outcome = reduceClassroom(state, command, who(role, 1000))
  return outcome instanceof AppError ? { state, events: [] } : outcome
}
const answer = (
  state: ClassroomState,
  given: 'shown' | 'agreed' | 'declined',
  role: ClassroomRole,
) => send(state, { type: 'recording.answer', answer: given }, role).state
const everybody = { people: [present('lead'), present('assist'), present('observer')] }

describe('recording and consent', () => {
  it('begins when everybody was shown the notice, both teachers answered and one agreed', () => {
    const asked = send(live(everybody), { type: 'recording.request' }, 'lead').state
    expect(asked.recording.phase).toBe('requested')
    expect(consentWaitsFor(asked).map(({ name }) => name)).toEqual(['李秀芳', '沈秋'])
    const shown = answer(answer(asked, 'shown', 'observer'), 'shown', 'assist')
    expect(consentWaitsFor(shown).map(({ name }) => name)).toEqual(['李秀芳'])
    const begun = send(shown, { type: 'recording.answer', answer: 'declined' }, 'assist')
    expect(begun.state.recording).toMatchObject({ phase: 'recording', startedMs: 1000 })
    expect(begun.events.map(({ data }) => data.type)).toEqual([
      'recording.answered',
      'recording.started',
    ])
  })

  it('keeps only those who agreed, and whoever withdraws no longer', () => {
    const asked = send(live(), { type: 'recording.request' }, 'lead').state
    const begun = answer(asked, 'agreed', 'assist')
    expect([mayKeepOf(begun, 'user-lead'), mayKeepOf(begun, 'user-assist')]).toEqual([true, true])
    const withdrawn = answer(begun, 'declined', 'assist')
    expect(withdrawn.recording.phase).toBe('recording')
    expect([mayKeepOf(withdrawn, 'user-lead'), mayKeepOf(withdrawn, 'user-assist')]).toEqual([
      true,
      false,
    ])
    expect(answer(withdrawn, 'declined', 'lead').recording.phase).toBe('stopped')
  })

  it('shows late comers the notice before their media start and keeps nothing of them before they agree', () => {
    const alone = live({ people: [present('lead')] })
    const begun = send(alone, { type: 'recording.request' }, 'lead').state
    expect(begun.recording.phase).toBe('recording')
    const joined = reducePresence(begun, [present('lead'), present('assist')], 2000).state
    expect(owesNotice(joined, 'user-assist')).toBe(true)
    expect(mayKeepOf(joined, 'user-assist')).toBe(false)
    const shown = answer(joined, 'shown', 'assist')
    expect(owesNotice(shown, 'user-assist')).toBe(false)
    expect(mayKeepOf(shown, 'user-assist')).toBe(false)
  })

  it('waits for nobody who left', () => {
    const asked = send(live(everybody), { type: 'recording.request' }, 'lead').state
    const gone = reducePresence(asked, [present('lead')], 2000)
    expect(gone.state.recording).toMatchObject({ phase: 'recording', startedMs: 2000 })
  })

  it('can be agreed while everybody waits, and then begins with the lesson', () => {
    const asked = send(waiting(), { type: 'recording.request' }, 'lead')
    const agreed = answer(asked.state, 'agreed', 'assist')
    expect([asked.events, agreed.recording.phase]).toEqual([[], 'requested'])
    const started = send(agreed, { type: 'lesson.start' }, 'lead')
    expect(started.state.recording).toMatchObject({ phase: 'recording' })
    expect(started.events.map(({ data }) => data.type)).toEqual([
      'lesson.started',
      'person.joined',
      'person.joined',
      'recording.requested',
      'recording.answered',
      'recording.answered',
      'step.changed',
      'recording.started',
    ])
  })

  it('is off again when every teacher declines, and can be asked anew', () => {
    const asked = send(live(), { type: 'recording.request' }, 'lead').state
    const declined = answer(answer(asked, 'declined', 'lead'), 'declined', 'assist')
    expect(declined.recording).toMatchObject({ phase: 'off', answers: {} })
    expect(send(declined, { type: 'recording.request' }, 'lead').state.recording.phase).toBe(
      'requested',
    )
  })

  it('takes an observer’s answer as having seen it', () => {
    const asked = send(live(everybody), { type: 'recording.request' }, 'lead').state
    expect(answer(asked, 'agreed', 'observer').recording.answers['user-observer']).toBe('shown')
  })
})

/** What may happen in any order: comings and goings, requests, answers, stops, the lesson itself. */
const happening = fc.oneof(
  fc.record({
    kind: fc.constant('people' as const),
    here: fc.subarray<ClassroomRole>(['lead', 'assist', 'observer']),
    phones: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('command' as const),
    role: fc.constantFrom<ClassroomRole>('lead', 'assist', 'observer'),
    command: fc.constantFrom<ClassroomCommand>(
      { type: 'recording.request' },
      { type: 'recording.answer', answer: 'shown' },
      { type: 'recording.answer', answer: 'agreed' },
      { type: 'recording.answer', answer: 'declined' },
      { type: 'recording.stop' },
      { type: 'lesson.start' },
      { type: 'lesson.end' },
    ),
  }),
)

const apply = (
  state: ClassroomState,
  what: typeof happening extends fc.Arbitrary<infer T> ? T : never,
) => {
  if (what.kind === 'command') return send(state, what.command, what.role)
  if (state.phase === 'ended') return { state, events: [] }
  const devices = what.here.flatMap((role): PresentPerson[] => [
    present(role),
    ...(what.phones
      ? [present(role, { deviceId: `phone-${role}` as never, publishes: false, surface: 'phone' })]
      : []),
  ])
  return reducePresence(state, devices, 1000)
}

describe('any order of coming, going, asking, answering and stopping', () => {
  it('never records without the notice, without a live lesson, or anybody who did not agree', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        let state = waiting({ people: [present('lead'), present('assist')] })
        for (const what of happenings) {
          const before = state
          const change = apply(state, what)
          state = change.state
          const began =
            before.recording.phase !== 'recording' && state.recording.phase === 'recording'
          if (began) {
            // At the moment recording begins everybody present has been shown the notice.
            for (const { userId } of presentPeople(state))
              expect(state.recording.answers[userId]).toBeDefined()
            expect(change.events.some(({ data }) => data.type === 'recording.started')).toBe(true)
          }
          if (state.recording.phase === 'recording') {
            expect(state.phase).toBe('live')
            expect(Object.values(state.recording.answers)).toContain('agreed')
          }
          for (const role of ['lead', 'assist', 'observer'] as const)
            if (mayKeepOf(state, `user-${role}`))
              expect(state.recording.answers[`user-${role}`]).toBe('agreed')
          if (state.phase === 'ended') expect(state.recording.phase).not.toBe('recording')
        }
      }),
      { numRuns: 200 },
    )
  })
})
