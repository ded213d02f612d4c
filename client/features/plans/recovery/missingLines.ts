import * as Y from 'yjs'
import { diffText, type Piece } from '#shared/plans/diffText.ts'
import { bodyJson, type PlanJson } from '#shared/plans/outline.ts'
import { textblocks } from '#shared/plans/shape.ts'
import type { AsideCopy, FoundWords } from '../../../lib/sync/openTray.ts'
import { GAP } from './findWords.ts'

type Where = {
  readonly stepId: string | null
  readonly row: string | null
  readonly title: string | null
}
type Line = Where & { readonly text: string }

const wordsIn = (node: PlanJson): string => {
  if (node.type === 'hardBreak') return '\n'
  return node.text ?? (node.content ?? []).map(wordsIn).join('')
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const isSection = ({ type, attrs }: PlanJson): boolean => type === 'heading' && attrs?.level === 2

const inside = (node: PlanJson, where: Where): Where => {
  const { type, attrs, content = [] } = node
  if (type === 'stepRow') return { ...where, row: textOrNull(attrs?.kind) }
  if (type !== 'lessonStep') return where
  const title = content.find((child) => child.type === 'stepTitle')
  return { stepId: textOrNull(attrs?.stepId), row: null, title: title ? wordsIn(title) : null }
}

/** The plan's text blocks in reading order, and where each stands. */
const linesOf = (doc: Y.Doc): readonly Line[] => {
  const lines: Line[] = []
  const visit = (parent: PlanJson, outer: Where): void => {
    let where = outer
    for (const node of parent.content ?? []) {
      if (!textblocks.has(node.type)) visit(node, inside(node, where))
      else if (wordsIn(node).trim() !== '') lines.push({ ...where, text: wordsIn(node) })
      if (isSection(node)) where = { ...where, title: wordsIn(node) }
    }
  }
  visit(bodyJson(doc), { stepId: null, row: null, title: null })
  return lines
}

const isSamePlace = (a: Where, b: Where): boolean =>
  a.stepId === b.stepId && a.row === b.row && a.title === b.title

/** A copy that was set aside, as a document to read. */
export const opened = ({ state }: AsideCopy): Y.Doc => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return doc
}

/** Fewer letters than this in common are chance. */
const FEWEST_SHARED = 4

const lettersOf = (pieces: readonly Piece[], kind: Piece['kind']): number =>
  pieces.reduce((sum, piece) => sum + (piece.kind === kind ? [...piece.text].length : 0), 0)

/** The line of today that a line of the copy became, and how they differ; null when it is a new one. */
const kinOf = (
  line: Line,
  candidates: readonly Line[],
): { readonly text: string; readonly pieces: readonly Piece[] } | null => {
  const kin = candidates
    .filter((candidate) => isSamePlace(candidate, line))
    .map(({ text }) => ({ text, pieces: diffText(text, line.text) }))
    .map((one) => ({ ...one, shared: lettersOf(one.pieces, 'same') }))
    .filter(({ text, shared }) => {
      const { length } = [...text]
      return shared * 2 >= length && shared >= Math.min(FEWEST_SHARED, length)
    })
  return kin.reduce<(typeof kin)[number] | null>(
    (a, b) => (a && a.shared >= b.shared ? a : b),
    null,
  )
}

type Missing = { readonly where: Where; readonly lines: string[]; readonly edit: LineEdit | null }

/** A line of today and what the copy says in its place. */
type LineEdit = { readonly line: string; readonly becomes: string }

const missingIn = (copy: readonly Line[], today: readonly Line[]): readonly Missing[] => {
  const known = new Set(today.map(({ text }) => text.trim()))
  const kept = new Set(copy.map(({ text }) => text.trim()))
  const changed = today.filter(({ text }) => !kept.has(text.trim()))
  const missing: Missing[] = []
  for (const line of copy) {
    const { text, ...where } = line
    if (known.has(text.trim())) continue
    const last = missing.at(-1)
    const kin = kinOf(line, changed)
    if (kin) {
      const words = kin.pieces.flatMap((piece) => (piece.kind === 'added' ? piece.text : []))
      if (words.join('').trim() === '') continue
      const edit = { line: kin.text, becomes: text }
      missing.push({ where, lines: [words.join(GAP)], edit })
    } else if (last && last.edit === null && isSamePlace(last.where, where)) last.lines.push(text)
    else missing.push({ where, lines: [text], edit: null })
  }
  return missing
}

/**
 * What a copy that was set aside says and the document of today does not. The two have no common
 * history, so they are compared as a reader would, by their words: of a line that stands there
 * otherwise only the words that it lacks, of everything else whole lines.
 */
export const findMissingLines = (copy: AsideCopy, today: Y.Doc): readonly FoundWords[] =>
  missingIn(linesOf(opened(copy)), linesOf(today)).map(({ where, lines, edit }, at) => ({
    id: `${copy.id}#${at}`,
    docName: copy.docName,
    text: lines.join('\n'),
    cause: copy.reason,
    atMs: copy.atMs,
    place: { kind: 'plan', ...where, near: null, ...edit },
  }))
