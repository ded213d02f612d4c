import type { StMode } from './stMeasures.ts'

export type RtChPoint = readonly [rt: number, ch: number]

/**
 * For drawing only: because Ch ≤ 2·min(Rt, 1 − Rt) every lesson lies in the triangle
 * (0,0)–(0.5,1)–(1,0). The mode itself always comes from `stMeasures`.
 */
export const rtChRegions: readonly {
  readonly mode: StMode
  readonly polygon: readonly RtChPoint[]
  /** Where the region's name stands. */
  readonly label: RtChPoint
}[] = [
  {
    mode: 'practice',
    polygon: [
      [0, 0],
      [0.3, 0],
      [0.3, 0.6],
    ],
    label: [0.17, 0.08],
  },
  {
    mode: 'lecture',
    polygon: [
      [0.7, 0],
      [1, 0],
      [0.7, 0.6],
    ],
    label: [0.83, 0.08],
  },
  {
    mode: 'mixed',
    polygon: [
      [0.3, 0],
      [0.7, 0],
      [0.7, 0.4],
      [0.3, 0.4],
    ],
    label: [0.5, 0.08],
  },
  {
    mode: 'dialogue',
    polygon: [
      [0.3, 0.4],
      [0.7, 0.4],
      [0.7, 0.6],
      [0.5, 1],
      [0.3, 0.6],
    ],
    label: [0.5, 0.74],
  },
]
