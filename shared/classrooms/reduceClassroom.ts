import { AppError } from '../errors/appError.ts'
import type { Site } from '../lessons/model.ts'
import { act, byWho, type Change, followed, unchanged, type Who } from './change.ts'
import {
  answerRecording,
  presentPeople,
  requestRecording,
  settleRecording,
  stopRecording,
} from './consent.ts'
import type { ClassroomCommand } from './contract.ts'
import { offerFloor, requestFloor, takeFloor, withdrawFloor } from './floor.ts'
import type { ClassroomPhase, ClassroomState } from './model.ts'
import { moveToPage, moveToStep } from './moves.ts'
import { joinedEvent } from './presence.ts'
import { mayMoveLesson } from './rules.ts'

type Type = ClassroomCommand['type']
type Command<T extends Type> = Extract<ClassroomCommand, { type: T }>
type Handler<T extends Type> = (
  state: ClassroomState,
  command: Command<T>,
  who: Who,
) => Change | AppError

const forbidden = () => new AppError('forbidden')

/** Teachers of a site only: the floor belongs to rooms, not to people who watch. */
const fromSite =
  <T extends Type>(move: (state: ClassroomState, site: Site, who: Who) => Change | AppError) =>
  (state: ClassroomState, _command: Command<T>, who: Who): Change | AppError =>
    who.site && who.role !== 'observer' ? move(state, who.site, who) : forbidden()

const fromTeacher =
  <T extends Type>(move: (state: ClassroomState, who: Who) => Change) =>
  (state: ClassroomState, _command: Command<T>, who: Who): Change | AppError =>
    who.role === 'observer' ? forbidden() : move(state, who)

/** Whoever may move the lesson on; the assist teacher is told where the floor is. */
const mover = (state: ClassroomState, who: Who, move: () => Change): Change | AppError => {
  if (mayMoveLesson(who.role, who.site, state)) return move()
  if (who.role === 'observer') return forbidden()
  return new AppError('classrooms/not-your-floor', {
    data: { school: who.schools[state.floor] ?? '' },
  })
}

/** What stood when the bell rang is the log's beginning: who is here and what they answered. */
const standing = (state: ClassroomState): Change['events'] => {
  const people = presentPeople(state)
  const { requestedBy, answers } = state.recording
  const asker = people.find(({ name }) => name === requestedBy)
  const by = (userId: string | null, name: string | null) => ({
    atMs: 0,
    actorId: userId,
    actorName: name,
  })
  return [
    ...people.map((person) => joinedEvent(person, 0)),
    ...(requestedBy === null
      ? []
      : [
          {
            ...by(asker?.userId ?? null, requestedBy),
            data: { type: 'recording.requested' as const },
          },
        ]),
    ...Object.entries(answers).map(([userId, answer]) => ({
      ...by(userId, people.find((person) => person.userId === userId)?.name ?? null),
      data: { type: 'recording.answered' as const, answer },
    })),
  ]
}

const start: Handler<'lesson.start'> = (state, _command, who) => {
  if (state.phase === 'live') return unchanged(state)
  if (who.role !== 'lead') return forbidden()
  if (state.steps.length === 0) return new AppError('classrooms/no-plan')
  const atZero = { ...who, atMs: 0 }
  const live: ClassroomState = {
    ...state,
    phase: 'live',
    startedAtMs: who.nowMs,
    stepUsedMs: state.steps.map(() => 0),
    floorSinceMs: 0,
  }
  const begun = {
    state: live,
    events: [act(atZero, { type: 'lesson.started' }), ...standing(state)],
  }
  return followed(begun, (current) => moveToStep(current, 0, atZero))
}

/** The lead ends the lesson; while the lead is not here, the assist teacher may. */
const end: Handler<'lesson.end'> = (state, _command, who) => {
  const leadIsHere = state.people.some(({ role }) => role === 'lead')
  if (who.role !== 'lead' && !(who.role === 'assist' && !leadIsHere)) return forbidden()
  const used = [...state.stepUsedMs]
  if (state.stepStartedMs !== null)
    used[state.stepIndex] = (used[state.stepIndex] ?? 0) + who.atMs - state.stepStartedMs
  return followed(stopRecording(state, byWho(who)), (current) => ({
    state: {
      ...current,
      phase: 'ended',
      endedMs: who.atMs,
      stepUsedMs: used,
      stepStartedMs: null,
      floorRequest: null,
      floorOffer: null,
    },
    events: [act(who, { type: 'lesson.ended' })],
  }))
}

const handlers: { readonly [T in Type]: Handler<T> } = {
  'lesson.start': start,
  'lesson.end': end,
  'step.go': (state, { index }, who) => mover(state, who, () => moveToStep(state, index, who)),
  'page.go': (state, { page }, who) => mover(state, who, () => moveToPage(state, page, who)),
  'floor.request': fromSite(requestFloor),
  'floor.offer': fromSite(offerFloor),
  'floor.take': fromSite(takeFloor),
  'floor.withdraw': fromSite(withdrawFloor),
  'recording.request': fromTeacher(requestRecording),
  'recording.answer': (state, { answer }, who) => answerRecording(state, answer, who),
  'recording.stop': fromTeacher((state, who) => stopRecording(state, byWho(who))),
}

const always: readonly ClassroomPhase[] = ['waiting', 'live']
const whileLive: readonly ClassroomPhase[] = ['live']
const phases: Readonly<Record<Type, readonly ClassroomPhase[]>> = {
  'lesson.start': always,
  'lesson.end': whileLive,
  'step.go': whileLive,
  'page.go': whileLive,
  'floor.request': whileLive,
  'floor.offer': whileLive,
  'floor.take': whileLive,
  'floor.withdraw': whileLive,
  // Consent can be asked while everybody waits, so that recording begins with the lesson.
  'recording.request': always,
  'recording.answer': always,
  'recording.stop': always,
}

/**
 * One command on the classroom: pure, total, and the same again when it is sent twice. While the
 * lesson waits there is no session clock, so the log begins with what stands at 上课.
 */
export const reduceClassroom = (
  state: ClassroomState,
  command: ClassroomCommand,
  who: Who,
): Change | AppError => {
  if (state.phase === 'ended' && command.type === 'lesson.end') return unchanged(state)
  if (!phases[command.type].includes(state.phase))
    return new AppError(state.phase === 'ended' ? 'classrooms/ended' : 'classrooms/not-started')
  const handler = handlers[command.type] as Handler<Type>
  const change = handler(state, command, who)
  if (change instanceof AppError) return change
  const settled = followed(change, (current) => settleRecording(current, who.atMs))
  return settled.state.phase === 'waiting' ? { state: settled.state, events: [] } : settled
}
