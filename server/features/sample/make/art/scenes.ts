import { desk, type Mouth, pupil, pupilFromBehind, type TeacherPose, teacher } from './people.ts'

/** What one drawn frame depends on. Equal states give equal pictures and are drawn once. */
export interface SceneState {
  readonly mouth: Mouth
  readonly arm: TeacherPose['arm']
  readonly nod: number
  readonly blink: boolean
  /** Seats with a raised hand. */
  readonly hands: readonly number[]
  /** The seat that stands and speaks, or -1. */
  readonly standing: number
  /** Whole class moves slightly (choral reading, talk in pairs): phase 0 to 3, or -1 at rest. */
  readonly sway: number
  /** How many of the four key words are on the board already. */
  readonly words: number
  readonly clock: string
}

const SERIF = 'font-family="\'Noto Serif CJK SC\',serif"'

function clock(text: string): string {
  return `<rect x="566" y="8" width="64" height="24" rx="4" fill="#14191c" opacity=".72"/><text x="598" y="26" font-size="17" text-anchor="middle" fill="#f2f6f7" font-family="'Noto Sans CJK SC',sans-serif" style="font-feature-settings:'tnum'">${text}</text>`
}

function swayOf(state: SceneState, seat: number): number {
  if (state.sway < 0) return 0
  return [0, 1, 0, -1][(state.sway + seat * 3) % 4] ?? 0
}

interface Row {
  readonly y: number
  readonly scale: number
  readonly desks: readonly number[]
  readonly first: number
  readonly behind?: boolean
}

function row(state: SceneState, spec: Row, vest: string): string {
  const inner = spec.desks.map((x, index) => {
    const seats = [spec.first + index * 2, spec.first + index * 2 + 1]
    const people = seats
      .map((seat, side) => {
        const pose = {
          seed: seat + 3,
          vest,
          hand: state.hands.includes(seat),
          standing: state.standing === seat,
          sway: swayOf(state, seat),
        }
        return `<g transform="translate(${side === 0 ? -34 : 34} 0)">${spec.behind ? pupilFromBehind(pose) : pupil(pose)}</g>`
      })
      .join('')
    const parts = spec.behind ? desk() + people : people + desk()
    return `<g transform="translate(${x} ${spec.y}) scale(${spec.scale})">${parts}</g>`
  })
  return inner.join('')
}

const KEY_WORDS = ['断', '开', '回', '出'] as const

function board(state: SceneState): string {
  const words = KEY_WORDS.slice(0, state.words)
    .map((word, index) => {
      const x = 380 + index * 56
      return `<text x="${x}" y="140">${word}</text><path d="M${x - 2} 154h34" stroke="#e0b65a" stroke-width="3" stroke-linecap="round"/>`
    })
    .join('')
  return (
    '<rect x="34" y="26" width="572" height="236" rx="4" fill="#2f4a43" stroke="#a9865a" stroke-width="8"/><rect x="34" y="266" width="572" height="8" fill="#8f7048"/>' +
    `<text x="378" y="84" font-size="42" fill="#f1ecdc" ${SERIF}>望天门山</text><g font-size="30" fill="#e9e4d3" ${SERIF}>${words}</g>` +
    '<path d="M362 246C372 200 384 184 398 174C410 192 424 214 430 246M470 246C478 212 494 184 512 168C530 190 546 218 556 246" fill="none" stroke="#dfe5d8" stroke-width="3" stroke-linecap="round"/>' +
    '<path d="M424 236q12-8 24 0t24 0M414 248q16-8 34 0t40 0" fill="none" stroke="#9fc4cf" stroke-width="3" stroke-linecap="round"/>' +
    '<path d="M452 222v-24l16 20zM446 224h24" fill="none" stroke="#f1ecdc" stroke-width="2.500"/>'
  )
}

/** 城关: the teacher at the blackboard, two rows of pupils' heads and shoulders in front. */
export function nearScene(state: SceneState): string {
  const pose: TeacherPose = { coat: '#6f8a80', bun: false, ...state }
  return (
    '<path d="M0 0h640v360H0z" fill="#dcd7cb"/><path d="M0 282h640v78H0z" fill="#b9ab95"/>' +
    board(state) +
    `<g transform="translate(176 372) scale(1.460)">${teacher(pose)}</g>` +
    row(
      state,
      { y: 350, scale: 0.98, desks: [60, 236, 412, 588], first: 0, behind: true },
      '#5f9484',
    ) +
    clock(state.clock)
  )
}

function farRoom(): string {
  const window = (x: number): string =>
    `<g transform="translate(${x} 0)"><rect x="0" y="18" width="128" height="74" fill="#bcd3dc"/><path d="M0 70Q30 42 62 66Q90 40 128 60V92H0Z" fill="#8fae93"/><path d="M0 82Q50 62 128 78V92H0Z" fill="#79997f"/><path d="M0 18h128v74H0zM64 18v74" fill="none" stroke="#f5f2ea" stroke-width="5"/></g>`
  return (
    '<path d="M0 0h640v360H0z" fill="#b9b0a0"/><path d="M0 0h640v156H0z" fill="#e9e5da"/><path d="M0 98h640v60H0z" fill="#8fb3a2"/><path d="M0 96h640v4H0z" fill="#6f9786"/>' +
    window(60) +
    window(478) +
    `<rect x="240" y="20" width="186" height="68" rx="2" fill="#35544c" stroke="#9a7b52" stroke-width="4"/><text x="333" y="64" font-size="28" text-anchor="middle" fill="#ece7d6" ${SERIF}>好好学习</text>`
  )
}

/** 青山: the whole room from the front, the assist teacher at the side. */
export function farScene(state: SceneState): string {
  const pose: TeacherPose = { coat: '#566a94', bun: true, ...state }
  return (
    farRoom() +
    row(state, { y: 184, scale: 0.72, desks: [130, 272, 414], first: 0 }, '#6b80a8') +
    row(state, { y: 244, scale: 0.96, desks: [92, 264, 436], first: 6 }, '#6b80a8') +
    row(state, { y: 326, scale: 1.26, desks: [24, 212, 394], first: 12 }, '#6b80a8') +
    `<g transform="translate(580 364) scale(-1.180 1.180)">${teacher(pose)}</g>` +
    clock(state.clock)
  )
}
