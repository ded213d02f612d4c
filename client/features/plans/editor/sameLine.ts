import type { Node } from '@tiptap/pm/model'
import { pairUp } from '#shared/plans/pairUp.ts'
import { matched } from '../recovery/stepLines.ts'

/** A text block of the paper: the row it stands in, what it says, where its first letter is. */
type Line = { readonly row: string; readonly text: string; readonly start: number }

/** A line break counts as one letter, as it does in places of the editor. */
export const wordsOf = (block: Node): string =>
  block.textBetween(0, block.content.size, undefined, () => '\n')

const linesIn = (step: Node, pos: number): readonly Line[] => {
  const lines: Line[] = []
  let row = 'title'
  step.descendants((node, offset, parent) => {
    if (parent === step) row = node.type.name === 'stepRow' ? String(node.attrs.kind) : 'title'
    if (node.isTextblock) lines.push({ row, text: wordsOf(node), start: pos + offset + 2 })
    return !node.isTextblock
  })
  return lines
}

/** Behind the last letter that stood before the place and still stands. */
const offsetIn = (before: string, offset: number, after: string): number => {
  const pairs = pairUp(before.split(''), after.split(''), (a, b) => a === b)
  const last = pairs.filter(([i]) => i < offset).at(-1)
  return last ? last[1] + 1 : 0
}

type Step = { readonly node: Node; readonly pos: number }

/**
 * A place in a step, in another copy of the step: the same row, line and letter. A line that is not
 * in the copy is not there yet, and the place is behind the row's last; null when the row is missing.
 */
export const placeInCopy = (at: number, step: Step, copy: Step): number | null => {
  const lines = linesIn(step.node, step.pos)
  const line = lines.find(({ start, text }) => start <= at && at <= start + text.length)
  if (!line) return null
  const inRow = (all: readonly Line[]) => all.filter(({ row }) => row === line.row)
  const there = inRow(linesIn(copy.node, copy.pos))
  const same = matched(inRow(lines), there, ({ text }) => text).get(line)
  if (same) return same.start + offsetIn(line.text, at - line.start, same.text)
  const last = there.at(-1)
  return last ? last.start + last.text.length : null
}

const changedRange = (before: Node, after: Node): readonly [number, number, number] | null => {
  const from = before.content.findDiffStart(after.content)
  const end = before.content.findDiffEnd(after.content)
  if (from === null || end === null) return null
  return [from, Math.max(from, end.a), Math.max(from, end.b)]
}

/** Blocks that say these words, each with the place of the first. */
const saying = (doc: Node, words: string, from: number, to: number): readonly number[] => {
  const found: number[] = []
  doc.nodesBetween(from, to, (node, pos) => {
    const at = node.isTextblock ? wordsOf(node).indexOf(words) : -1
    if (at >= 0) found.push(pos + 1 + at)
    return !node.isTextblock
  })
  return found
}

/**
 * A place in a line whose block went while its words stayed: joined with another, made a heading or
 * part of a list. Null when the words are gone, or there were none.
 */
export const placeByWords = (at: number, before: Node, after: Node): number | null => {
  const $at = before.resolve(at)
  const words = wordsOf($at.parent)
  const range = changedRange(before, after)
  if (words === '' || !range) return null
  const [from, toBefore, toAfter] = range
  const stood = saying(before, words, from, toBefore)
  const stand = saying(after, words, from, toAfter)
  const place = stood.length <= stand.length ? stand[stood.indexOf($at.start())] : undefined
  return place === undefined ? null : place + $at.parentOffset
}
