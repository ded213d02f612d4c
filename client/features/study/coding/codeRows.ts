import type { Pass, StCode } from '#shared/study/model.ts'
import type { TimeRange } from '#shared/time.ts'
import { type Coding, codedCells } from './codingModel.ts'

/** One coder's row: what the timeline, the curve and the triangle draw. */
export type CodeRow = {
  readonly coderId: string
  readonly name: string
  readonly hue: string
  readonly isOwn: boolean
  readonly finished: boolean
  readonly cells: readonly StCode[]
  /** Cells somebody else saw differently. */
  readonly marked: ReadonlySet<number>
  readonly points: Pass['points']
  readonly coveredMs: number
}

type Coder = { readonly userId: string; readonly name: string; readonly hue: string }

const NONE: ReadonlySet<number> = new Set()

/** One's own row first (live while it is open), then the others one may see. */
export const codeRows = (parts: {
  readonly passes: readonly Pass[]
  readonly me: Coder | null
  /** One's own open pass as it is this moment; null when it is not open or not begun. */
  readonly live: Coding | null
  readonly range: TimeRange
  readonly deltaMs: number
}): readonly CodeRow[] => {
  const { passes, me, live, range, deltaMs } = parts
  const rowOf = (coder: Coder, coding: Coding, finished: boolean): CodeRow => ({
    coderId: coder.userId,
    name: coder.name,
    hue: coder.hue,
    isOwn: coder.userId === me?.userId,
    finished,
    cells: codedCells(coding, range, deltaMs),
    marked: NONE,
    points: [...coding.points],
    coveredMs: coding.coveredMs,
  })
  const stored = passes
    .filter((pass) => !(live && pass.coderId === me?.userId))
    .map((pass) => {
      const coder = { userId: pass.coderId, name: pass.coderName, hue: pass.coderHue }
      return rowOf(coder, pass, pass.finished)
    })
  const own = live && me ? [rowOf(me, live, false)] : stored.filter((row) => row.isOwn)
  return [...own, ...stored.filter((row) => !row.isOwn)]
}

/** The two rows of a pair with their disagreements marked; others as they are. */
export const withMarked = (
  rows: readonly CodeRow[],
  pair: readonly string[],
  indexes: readonly number[],
): readonly CodeRow[] => {
  const marked = new Set(indexes)
  return rows.map((row) => (pair.includes(row.coderId) ? { ...row, marked } : row))
}
