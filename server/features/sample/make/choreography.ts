import type { Site } from '#shared/lessons/model.ts'
import type { Utterance } from '../types.ts'
import { hands, utterances } from '../wangtianmenshan.ts'
import type { Mouth, TeacherPose } from './art/people.ts'
import type { SceneState } from './art/scenes.ts'

type Arm = TeacherPose['arm']

/** What the teachers do with the arm while they say this; the rest follows from who speaks. */
const GESTURES: Readonly<Record<string, Arm>> = {
  u01: 'invite',
  u03: 'point',
  u06: 'invite',
  u07: 'invite',
  u11: 'point',
  u13: 'invite',
  u16: 'point',
  u19: 'point',
  u24: 'point',
  u26: 'invite',
  u29: 'invite',
  u31: 'point',
  u32: 'point',
  u33: 'invite',
  u36: 'invite',
}

/** When the four key words are on the board, and while the chalk writes them. */
const BOARD = [72_500, 92_800, 136_400, 186_600] as const
const WRITING_MS = 1800

/** A pupil gets up a little before speaking. */
const RISE_MS = 700

function teacherOf(site: Site): Utterance['speaker'] {
  return site === 'near' ? 'zhou' : 'li'
}

function mouthOf(loudness: number): Mouth {
  if (loudness < 0.02) return 'closed'
  return loudness < 0.075 ? 'small' : 'open'
}

function armOf(site: Site, speaking: readonly Utterance[], atMs: number): Arm {
  const rest: Arm = site === 'near' ? 'down' : 'tablet'
  const teacher = speaking.find((item) => item.speaker === teacherOf(site))
  if (teacher) return GESTURES[teacher.id] ?? rest
  if (site === 'near' && BOARD.some((at) => atMs >= at - WRITING_MS && atMs < at + 300))
    return 'point'
  const chorus = speaking.some((item) => item.speaker === 'class')
  if (chorus && site === 'near') return Math.floor(atMs / 700) % 2 === 0 ? 'beat' : 'invite'
  return rest
}

function clockOf(atMs: number): string {
  const total = Math.floor(atMs / 1000)
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`
}

/** The picture of one site at one moment. `loudness` is what its microphone hears just then. */
export function sceneAt(site: Site, atMs: number, loudness: number): SceneState {
  const here = utterances.filter((item) => item.site === site)
  const speaking = here.filter((item) => atMs >= item.startMs && atMs < item.endMs)
  const teacherSpeaks = speaking.some((item) => item.speaker === teacherOf(site))
  const together = speaking.find((item) => item.speaker === 'class' || item.speaker === 'pairs')
  const pupil = here.find(
    (item) => item.seat !== undefined && atMs >= item.startMs - RISE_MS && atMs < item.endMs,
  )
  const raised = hands.find(
    (item) => item.site === site && atMs >= item.startMs && atMs < item.endMs,
  )
  const standing = pupil?.seat ?? -1
  const turn = Math.floor((atMs + (site === 'far' ? 300 : 0)) / 900)
  return {
    mouth: teacherSpeaks ? mouthOf(loudness) : 'closed',
    arm: armOf(site, speaking, atMs),
    nod: teacherSpeaks
      ? ([-2, 1, 3, 0][turn % 4] ?? 0)
      : standing >= 0
        ? site === 'near'
          ? 5
          : -5
        : 0,
    blink: Math.floor(atMs / 1000) % 4 === 2 && atMs % 1000 < 200,
    hands: (raised?.seats ?? []).filter((seat) => seat !== standing),
    standing,
    sway: together ? Math.floor(atMs / (together.speaker === 'pairs' ? 500 : 600)) % 4 : -1,
    words: BOARD.filter((at) => atMs >= at).length,
    clock: clockOf(atMs),
  }
}
