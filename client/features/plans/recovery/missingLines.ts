import * as Y from 'yjs'
import { bodyJson, type PlanJson } from '#shared/plans/outline.ts'
import { textblocks } from '#shared/plans/schema.ts'
import type { AsideCopy, FoundWords } from '../../../lib/sync/openTray.ts'

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

/**
 * The lines of a copy that was set aside which the document of today lacks. The two have no common
 * history, so they are compared as a reader would: by their words.
 */
export const findMissingLines = (copy: AsideCopy, today: Y.Doc): readonly FoundWords[] => {
  const known = new Set(linesOf(today).map(({ text }) => text.trim()))
  const runs: { readonly where: Where; readonly lines: string[] }[] = []
  for (const { text, ...where } of linesOf(opened(copy))) {
    if (known.has(text.trim())) continue
    const last = runs.at(-1)
    if (last && isSamePlace(last.where, where)) last.lines.push(text)
    else runs.push({ where, lines: [text] })
  }
  return runs.map(({ where, lines }, at) => ({
    id: `${copy.id}#${at}`,
    docName: copy.docName,
    text: lines.join('\n'),
    cause: copy.reason,
    atMs: copy.atMs,
    place: { kind: 'plan', ...where, near: null },
  }))
}
