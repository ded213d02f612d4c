import type { PlanJson } from '#shared/plans/outline.ts'
import { type RowKind, rowKinds, textblocks } from '#shared/plans/shape.ts'

/** One text block as it is compared: `kind` says how it looks. */
export type PlanLine = {
  readonly kind: 'title' | 'section' | 'step' | 'item' | 'cell' | 'text'
  /** Of a step's row; null elsewhere. */
  readonly row: RowKind | null
  /** Of a step's title; null elsewhere. */
  readonly minutes: number | null
  readonly text: string
  /** The step it stands in; null elsewhere. */
  readonly stepId: string | null
}

const wordsIn = (node: PlanJson): string =>
  node.type === 'hardBreak' ? '\n' : (node.text ?? (node.content ?? []).map(wordsIn).join(''))

type Around = Omit<PlanLine, 'text'>

const around = ({ type, attrs }: PlanJson, outer: Around): Around => {
  if (type === 'lessonStep')
    return {
      ...outer,
      row: null,
      minutes: typeof attrs?.minutes === 'number' ? attrs.minutes : 0,
      stepId: typeof attrs?.stepId === 'string' ? attrs.stepId : null,
    }
  if (type === 'stepRow')
    return { ...outer, row: rowKinds.find((kind) => kind === attrs?.kind) ?? null, minutes: null }
  if (type === 'listItem') return { ...outer, kind: 'item' }
  return outer
}

const kindOf = ({ type, attrs }: PlanJson, outer: Around): PlanLine['kind'] => {
  if (type === 'stepTitle') return 'step'
  if (type === 'heading') return attrs?.level === 1 ? 'title' : 'section'
  return type.startsWith('table') ? 'cell' : outer.kind
}

/** A plan's text blocks in reading order; empty ones say nothing. */
export const linesOf = (body: PlanJson): readonly PlanLine[] => {
  const lines: PlanLine[] = []
  const visit = (node: PlanJson, outer: Around): void => {
    if (!textblocks.has(node.type)) {
      for (const child of node.content ?? []) visit(child, around(node, outer))
      return
    }
    const kind = kindOf(node, outer)
    const text = wordsIn(node)
    const minutes = kind === 'step' ? outer.minutes : null
    if (text.trim() !== '' || minutes !== null) lines.push({ ...outer, kind, minutes, text })
  }
  visit(body, { kind: 'text', row: null, minutes: null, stepId: null })
  return lines
}

export const isKin = (a: PlanLine, b: PlanLine): boolean => a.kind === b.kind && a.row === b.row

/** How many letters two texts share, in whatever order. */
export const sharedLetters = (a: string, b: string): number => {
  const left = new Map<string, number>()
  for (const letter of b) left.set(letter, (left.get(letter) ?? 0) + 1)
  let shared = 0
  for (const letter of a) {
    const count = left.get(letter) ?? 0
    if (count > 0) shared += 1
    left.set(letter, count - 1)
  }
  return shared
}
