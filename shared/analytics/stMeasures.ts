import type { StCode } from '../study/model.ts'

/** 练习型 讲授型 对话型 混合型 */
export type StMode = 'practice' | 'lecture' | 'dialogue' | 'mixed'

/** Why no mode is given although Rt and Ch are. */
export type StRefusal = 'empty' | 'interval' | 'too-few'

export type StMeasures = {
  /** Samples. */
  readonly n: number
  /** Samples coded T. */
  readonly teaching: number
  /** Runs 连数: maximal blocks of equal symbols. */
  readonly runs: number
  /** 教师行为占有率, 0…1; undefined without samples. */
  readonly rt: number | undefined
  /** 行为转换率 (runs − 1) / n, 0…1; undefined without samples. */
  readonly ch: number | undefined
  readonly mode: StMode | undefined
  readonly refusal: StRefusal | null
  readonly deltaMs: number
}

/** Fewer samples than this say nothing about a lesson's mode. */
const MODE_MIN_SAMPLES = 20
/** The threshold Ch ≥ 0.4 means what it says only at a conventional interval. */
const MODE_DELTA_MS = { least: 10_000, most: 60_000 } as const

const countRuns = (sequence: readonly StCode[]): number =>
  sequence.reduce((runs, code, i) => (code === sequence[i - 1] ? runs : runs + 1), 0)

/**
 * Thresholds are compared as integers (in floating point 0.7·90 is 62.999…) and in this order: the
 * lines Rt = 0.3 and 0.7 belong to practice and lecture, the line Ch = 0.4 to dialogue.
 */
const modeOf = (n: number, teaching: number, runs: number): StMode => {
  if (10 * teaching <= 3 * n) return 'practice'
  if (10 * teaching >= 7 * n) return 'lecture'
  return 5 * (runs - 1) >= 2 * n ? 'dialogue' : 'mixed'
}

const refusalOf = (n: number, deltaMs: number, force: boolean): StRefusal | null => {
  if (n === 0) return 'empty'
  if (force) return null
  if (deltaMs < MODE_DELTA_MS.least || deltaMs > MODE_DELTA_MS.most) return 'interval'
  return n < MODE_MIN_SAMPLES ? 'too-few' : null
}

/** S–T measures of one coded lesson. `force` gives a mode to any sequence that is not empty. */
export const stMeasures = (
  sequence: readonly StCode[],
  deltaMs: number,
  options: { readonly force?: boolean } = {},
): StMeasures => {
  const n = sequence.length
  const teaching = sequence.filter((code) => code === 'T').length
  const runs = countRuns(sequence)
  const refusal = refusalOf(n, deltaMs, options.force ?? false)
  return {
    n,
    teaching,
    runs,
    rt: n === 0 ? undefined : teaching / n,
    ch: n === 0 ? undefined : (runs - 1) / n,
    mode: refusal ? undefined : modeOf(n, teaching, runs),
    refusal,
    deltaMs,
  }
}
