import { diffText, type Piece } from '#shared/plans/diffText.ts'
import type { PlanJson } from '#shared/plans/outline.ts'
import { pairUp } from '#shared/plans/pairUp.ts'
import { type Moved, movedLines, nearlyMovedLines } from './movedLines.ts'
import { isKin, linesOf, type PlanLine, sharedLetters } from './planLines.ts'

/**
 * One line of either side, or of both; `pieces` of a line that was changed say how. A line that was
 * moved is here twice: where it was, and where it is, there with what was changed in it on the way.
 */
export type ComparedLine = {
  readonly state: 'same' | 'changed' | 'added' | 'gone' | 'movedAway' | 'movedHere'
  readonly before: PlanLine | null
  readonly after: PlanLine | null
  readonly pieces: readonly Piece[]
}

/** Minutes may have changed: the step is where it was. */
const saysTheSame = (a: PlanLine, b: PlanLine): boolean => isKin(a, b) && a.text === b.text

const isSame = (a: PlanLine, b: PlanLine): boolean => saysTheSame(a, b) && a.minutes === b.minutes

/** At least half of the shorter one's letters stand in the other. */
const isAlike = (a: PlanLine, b: PlanLine): boolean => {
  const least = Math.min([...a.text].length, [...b.text].length)
  return isKin(a, b) && sharedLetters(a.text, b.text) * 2 >= least
}

const compared = (before: PlanLine | null, after: PlanLine | null): ComparedLine => {
  if (!before) return { state: 'added', before, after, pieces: [] }
  if (!after) return { state: 'gone', before, after, pieces: [] }
  if (isSame(before, after)) return { state: 'same', before, after, pieces: [] }
  return { state: 'changed', before, after, pieces: diffText(before.text, after.text) }
}

/** Lines between two that both have: the alike ones side by side, all others on their own. */
const between = (
  a: readonly PlanLine[],
  b: readonly PlanLine[],
  isPair: (x: PlanLine, y: PlanLine) => boolean,
): readonly ComparedLine[] => {
  const out: ComparedLine[] = []
  let [from, to] = [0, 0]
  for (const [i, j] of [...pairUp(a, b, isPair), [a.length, b.length] as const]) {
    out.push(...a.slice(from, i).map((line) => compared(line, null)))
    out.push(...b.slice(to, j).map((line) => compared(null, line)))
    const [before, after] = [a[i], b[j]]
    if (before && after) out.push(compared(before, after))
    from = i + 1
    to = j + 1
  }
  return out
}

const linesOn = (lines: readonly ComparedLine[], state: 'gone' | 'added'): readonly PlanLine[] =>
  lines.flatMap((line) => (line.state === state ? (line.before ?? line.after ?? []) : []))

/** What stands alone on both sides and is the same is not gone and added: it was moved. */
const withMoved = (lines: readonly ComparedLine[], moved: Moved): readonly ComparedLine[] => {
  const cameFrom = new Map([...moved].map(([before, after]) => [after, before]))
  return lines.map((line): ComparedLine => {
    if (line.state === 'gone' && line.before && moved.has(line.before))
      return { ...line, state: 'movedAway' }
    const from = line.state === 'added' && line.after && cameFrom.get(line.after)
    if (!from) return line
    return { ...line, state: 'movedHere', pieces: diffText(from.text, line.after.text) }
  })
}

/** Two plans side by side, line by line. */
export const compareBodies = (before: PlanJson, after: PlanJson): readonly ComparedLine[] => {
  const [a, b] = [linesOf(before), linesOf(after)]
  const stays = pairUp(a, b, saysTheSame)
  const [staysA, staysB] = [new Set(stays.map(([i]) => i)), new Set(stays.map(([, j]) => j))]
  const moved = movedLines(
    a.filter((_, i) => !staysA.has(i)),
    b.filter((_, j) => !staysB.has(j)),
  )
  const arrived = new Set(moved.values())
  const isPair = (x: PlanLine, y: PlanLine) => !moved.has(x) && !arrived.has(y) && isAlike(x, y)
  const out: ComparedLine[] = []
  let [from, to] = [0, 0]
  for (const [i, j] of [...stays, [a.length, b.length] as const]) {
    out.push(...between(a.slice(from, i), b.slice(to, j), isPair))
    const [line, other] = [a[i], b[j]]
    if (line && other) out.push(compared(line, other))
    from = i + 1
    to = j + 1
  }
  const told = withMoved(out, moved)
  return withMoved(told, nearlyMovedLines(linesOn(told, 'gone'), linesOn(told, 'added')))
}
