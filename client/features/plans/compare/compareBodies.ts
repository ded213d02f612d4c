import { diffText, type Piece } from '#shared/plans/diffText.ts'
import type { PlanJson } from '#shared/plans/outline.ts'
import { pairUp } from '#shared/plans/pairUp.ts'
import { type RowKind, textblocks } from '#shared/plans/schema.ts'

/** One text block as it is compared: `kind` says how it looks. */
export type PlanLine = {
  readonly kind: 'title' | 'section' | 'step' | 'item' | 'cell' | 'text'
  /** Of a step's row; null elsewhere. */
  readonly row: RowKind | null
  /** Of a step's title; null elsewhere. */
  readonly minutes: number | null
  readonly text: string
}

/** One line of either side, or of both; `pieces` of a line that was changed say how. */
export type ComparedLine = {
  readonly state: 'same' | 'changed' | 'added' | 'gone'
  readonly before: PlanLine | null
  readonly after: PlanLine | null
  readonly pieces: readonly Piece[]
}

const wordsIn = (node: PlanJson): string =>
  node.type === 'hardBreak' ? '\n' : (node.text ?? (node.content ?? []).map(wordsIn).join(''))

type Around = Pick<PlanLine, 'kind' | 'row' | 'minutes'>

const around = ({ type, attrs }: PlanJson, outer: Around): Around => {
  if (type === 'lessonStep')
    return { ...outer, row: null, minutes: typeof attrs?.minutes === 'number' ? attrs.minutes : 0 }
  if (type === 'stepRow') return { ...outer, row: (attrs?.kind as RowKind) ?? null, minutes: null }
  if (type === 'listItem') return { ...outer, kind: 'item' }
  return outer
}

const kindOf = ({ type, attrs }: PlanJson, outer: Around): PlanLine['kind'] => {
  if (type === 'stepTitle') return 'step'
  if (type === 'heading') return attrs?.level === 1 ? 'title' : 'section'
  return type.startsWith('table') ? 'cell' : outer.kind
}

const linesOf = (body: PlanJson): readonly PlanLine[] => {
  const lines: PlanLine[] = []
  const visit = (node: PlanJson, outer: Around): void => {
    if (!textblocks.has(node.type)) {
      for (const child of node.content ?? []) visit(child, around(node, outer))
      return
    }
    const kind = kindOf(node, outer)
    const text = wordsIn(node)
    const minutes = kind === 'step' ? outer.minutes : null
    if (text.trim() !== '' || minutes !== null) lines.push({ kind, row: outer.row, minutes, text })
  }
  visit(body, { kind: 'text', row: null, minutes: null })
  return lines
}

const isKin = (a: PlanLine, b: PlanLine): boolean => a.kind === b.kind && a.row === b.row

const isSame = (a: PlanLine, b: PlanLine): boolean =>
  isKin(a, b) && a.text === b.text && a.minutes === b.minutes

/** At least half of the shorter one's letters stand in the other. */
const isAlike = (a: PlanLine, b: PlanLine): boolean => {
  if (!isKin(a, b)) return false
  const [short, long] = [[...a.text], [...b.text]].sort((x, y) => x.length - y.length)
  const left = new Map<string, number>()
  for (const letter of long ?? []) left.set(letter, (left.get(letter) ?? 0) + 1)
  let shared = 0
  for (const letter of short ?? []) {
    const count = left.get(letter) ?? 0
    if (count > 0) shared += 1
    left.set(letter, count - 1)
  }
  return shared * 2 >= (short?.length ?? 0)
}

const compared = (before: PlanLine | null, after: PlanLine | null): ComparedLine => {
  if (!before) return { state: 'added', before, after, pieces: [] }
  if (!after) return { state: 'gone', before, after, pieces: [] }
  if (isSame(before, after)) return { state: 'same', before, after, pieces: [] }
  return { state: 'changed', before, after, pieces: diffText(before.text, after.text) }
}

/** Lines between two that both have: the alike ones side by side, all others on their own. */
const between = (a: readonly PlanLine[], b: readonly PlanLine[]): readonly ComparedLine[] => {
  const out: ComparedLine[] = []
  let [from, to] = [0, 0]
  for (const [i, j] of [...pairUp(a, b, isAlike), [a.length, b.length] as const]) {
    out.push(...a.slice(from, i).map((line) => compared(line, null)))
    out.push(...b.slice(to, j).map((line) => compared(null, line)))
    const [before, after] = [a[i], b[j]]
    if (before && after) out.push(compared(before, after))
    from = i + 1
    to = j + 1
  }
  return out
}

/** Two plans side by side, line by line. */
export const compareBodies = (before: PlanJson, after: PlanJson): readonly ComparedLine[] => {
  const [a, b] = [linesOf(before), linesOf(after)]
  const out: ComparedLine[] = []
  let [from, to] = [0, 0]
  for (const [i, j] of [...pairUp(a, b, isSame), [a.length, b.length] as const]) {
    out.push(...between(a.slice(from, i), b.slice(to, j)))
    const [line, other] = [a[i], b[j]]
    if (line && other) out.push(compared(line, other))
    from = i + 1
    to = j + 1
  }
  return out
}
