import {
  act,
  type By,
  byNobody,
  type Change,
  type LoggedAct,
  unchanged,
  type Who,
} from './change.ts'
import type { ClassroomState, ConsentAnswer, PresentPerson } from './model.ts'

/*
 * Recording and consent (reliability.md §2.6):
 *
 *   off ── request ──► requested ── everybody shown, teachers answered, one agreed ──► recording ──► stopped
 *    ▲                    │                                                              │
 *    └─── withdrawn, or every teacher declined ◄──┘        stopped by a teacher, by 下课, or nobody left who agrees
 *
 * Everything counts people, never devices. Whoever declined is not kept; whoever comes later is
 * shown the notice before their media start and is not kept before they agreed.
 */

const silent = { recordingId: null, requestedBy: null, startedMs: null, answers: {} } as const

/** Everybody who is here, once each; a teacher's publishing device speaks for them. */
export const presentPeople = (state: ClassroomState): readonly PresentPerson[] => {
  const byUser = new Map<string, PresentPerson>()
  for (const person of state.people) {
    const known = byUser.get(person.userId)
    if (!known || (person.publishes && !known.publishes)) byUser.set(person.userId, person)
  }
  return [...byUser.values()]
}

const mustAnswer = (person: PresentPerson): boolean =>
  person.role !== 'observer' && person.publishes

const hasAnswered = (answer: ConsentAnswer | undefined): boolean =>
  answer === 'agreed' || answer === 'declined'

/** The people recording still waits for: not shown the notice yet, or a teacher without an answer. */
export const consentWaitsFor = (state: ClassroomState): readonly PresentPerson[] =>
  presentPeople(state).filter((person) => {
    const answer = state.recording.answers[person.userId]
    return mustAnswer(person) ? !hasAnswered(answer) : answer === undefined
  })

const anybodyAgreed = (state: ClassroomState): boolean =>
  Object.values(state.recording.answers).includes('agreed')

/** True while the notice is up and this person has not seen it: their media must not start. */
export const owesNotice = (state: ClassroomState, userId: string): boolean =>
  (state.recording.phase === 'requested' || state.recording.phase === 'recording') &&
  state.recording.answers[userId] === undefined

/** Whether what this teacher's camera and microphone give may be stored. */
export const mayKeepOf = (state: ClassroomState, userId: string): boolean =>
  (state.recording.phase === 'recording' || state.recording.phase === 'stopped') &&
  state.recording.answers[userId] === 'agreed'

const stopped = (state: ClassroomState, event: LoggedAct): Change => {
  const wasRunning = state.recording.phase === 'recording'
  return {
    state: {
      ...state,
      recording: wasRunning
        ? { ...state.recording, phase: 'stopped' }
        : { phase: 'off', ...silent },
    },
    events: [event],
  }
}

export const requestRecording = (state: ClassroomState, who: Who): Change => {
  const { phase } = state.recording
  // Asking twice is asking once.
  if (phase === 'requested' || phase === 'recording') return unchanged(state)
  return {
    state: {
      ...state,
      // Whoever asks has read what they ask for, and agrees.
      recording: {
        phase: 'requested',
        ...silent,
        requestedBy: who.name,
        answers: { [who.userId]: 'agreed' },
      },
    },
    events: [
      act(who, { type: 'recording.requested' }),
      act(who, { type: 'recording.answered', answer: 'agreed' }),
    ],
  }
}

export const answerRecording = (state: ClassroomState, given: ConsentAnswer, who: Who): Change => {
  const { phase, answers } = state.recording
  if (phase !== 'requested' && phase !== 'recording') return unchanged(state)
  // Observers are not recorded: there is nothing for them to agree to but having seen the notice.
  const answer = who.role === 'observer' ? 'shown' : given
  const before = answers[who.userId]
  if (before === answer || (answer === 'shown' && before !== undefined)) return unchanged(state)
  return {
    state: {
      ...state,
      recording: { ...state.recording, answers: { ...answers, [who.userId]: answer } },
    },
    events: [act(who, { type: 'recording.answered', answer })],
  }
}

export const stopRecording = (state: ClassroomState, by: By): Change => {
  const { phase } = state.recording
  return phase === 'requested' || phase === 'recording'
    ? stopped(state, { ...by, data: { type: 'recording.stopped' } })
    : unchanged(state)
}

/** Begins or ends recording when people's answers and presence say so. Called after every change. */
export const settleRecording = (state: ClassroomState, atMs: number): Change => {
  const { phase } = state.recording
  if (phase !== 'requested' && phase !== 'recording') return unchanged(state)
  const isOpen = consentWaitsFor(state).length > 0
  if (!anybodyAgreed(state) && !(phase === 'requested' && isOpen))
    return stopped(state, { ...byNobody(atMs), data: { type: 'recording.stopped' } })
  if (phase === 'requested' && !isOpen && state.phase === 'live')
    return {
      state: { ...state, recording: { ...state.recording, phase: 'recording', startedMs: atMs } },
      events: [{ ...byNobody(atMs), data: { type: 'recording.started' } }],
    }
  return unchanged(state)
}
