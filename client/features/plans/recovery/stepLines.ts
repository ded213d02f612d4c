import * as Y from 'yjs'
import { pairUp } from '#shared/plans/pairUp.ts'
import { textblocks } from '#shared/plans/shape.ts'
import { attributeOf, childrenOf, elementIn } from './placeOf.ts'

/** One text block of a step: where it stands, and its letters with whether they were typed here. */
export type StepLine = {
  readonly element: Y.XmlElement
  readonly row: string
  readonly parts: readonly {
    readonly item: Y.Item
    readonly text: string
    readonly isOwn: boolean
  }[]
}

export type Own = (item: Y.Item) => boolean

const textOf = ({ parts }: StepLine): string => parts.map(({ text }) => text).join('')
const ownTextOf = ({ parts }: StepLine): string =>
  parts.map(({ text, isOwn }) => (isOwn ? text : '')).join('')

const partsIn = (element: Y.XmlElement, isReadable: Own, isOwn: Own): StepLine['parts'] =>
  childrenOf(element).flatMap((child) => {
    const type = child.content instanceof Y.ContentType ? child.content.type : null
    if (!(type instanceof Y.XmlText)) return []
    return childrenOf(type).flatMap((item) =>
      item.content instanceof Y.ContentString && isReadable(item)
        ? [{ item, text: item.content.str, isOwn: isOwn(item) }]
        : [],
    )
  })

export const linesIn = (step: Y.XmlElement, isReadable: Own, isOwn: Own): readonly StepLine[] => {
  const lines: StepLine[] = []
  const visit = (parent: Y.XmlElement, row: string): void => {
    for (const child of childrenOf(parent)) {
      const element = elementIn(child)
      if (!element || !isReadable(child)) continue
      const kind = element.nodeName === 'stepRow' ? String(attributeOf(element, 'kind')) : row
      if (textblocks.has(element.nodeName))
        lines.push({ element, row: kind, parts: partsIn(element, isReadable, isOwn) })
      else visit(element, kind)
    }
  }
  visit(step, 'title')
  return lines
}

const isAlike = (a: string, b: string): boolean => {
  const [x, y] = [[...a], [...b]]
  const shared = pairUp(x, y, (p, q) => p === q).length
  return shared * 2 >= Math.min(x.length, y.length)
}

/** Which line of the moved step is which of the one that went: by number, unless lines came or went. */
export const matched = <Line>(
  before: readonly Line[],
  after: readonly Line[],
  says: (line: Line) => string,
): ReadonlyMap<Line, Line | undefined> =>
  new Map(
    before.length === after.length
      ? before.map((line, i) => [line, after[i]] as const)
      : pairUp(before, after, (a, b) => isAlike(says(a), says(b))).flatMap(([i, j]) => {
          const line = before[i]
          return line ? [[line, after[j]] as const] : []
        }),
  )

type Letter = { readonly letter: string; readonly isOwn: boolean }

const lettersOf = (text: string, isOwn: boolean): readonly Letter[] =>
  [...text].map((letter) => ({ letter, isOwn }))

const isSame = (a: Letter, b: Letter): boolean => a.letter === b.letter

/** Where in the line that stands what of one's own is missing, from its end to its beginning. */
const missingIn = (line: StepLine, stands: string) => {
  const letters = line.parts.flatMap(({ text, isOwn }) => lettersOf(text, isOwn))
  const there = lettersOf(stands, false)
  const others = letters.filter(({ isOwn }) => !isOwn)
  // All that others wrote stands: whatever is missing is one's own, whichever of two like letters it is.
  const isAllOwn = pairUp(others, there, isSame).length === others.length
  const missing: { at: number; text: string }[] = []
  let [from, at, to] = [0, 0, 0]
  const end = [letters.length, there.length] as const
  for (const [i, j] of [...pairUp(letters, there, isSame), end]) {
    for (const { letter } of there.slice(to, j)) at += letter.length
    const lacks = letters.slice(from, i).filter(({ isOwn }) => isOwn || isAllOwn)
    if (lacks.length > 0) missing.push({ at, text: lacks.map(({ letter }) => letter).join('') })
    at += there[j]?.letter.length ?? 0
    from = i + 1
    to = j + 1
  }
  return missing.reverse()
}

const firstText = (element: Y.XmlElement): Y.XmlText => {
  const text = element.toArray().find((child) => child instanceof Y.XmlText)
  if (text instanceof Y.XmlText) return text
  const made = new Y.XmlText()
  element.insert(0, [made])
  return made
}

/** A new line of one's own stands behind the row's last one. */
const addLine = (last: StepLine, words: string): void => {
  const { parent } = last.element
  if (!(parent instanceof Y.XmlElement)) return
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  parent.insert(parent.toArray().indexOf(last.element) + 1, [paragraph])
}

const carryLine = (line: StepLine, into: StepLine | undefined, rowsLast: StepLine): void => {
  if (!into) {
    addLine(rowsLast, ownTextOf(line))
    return
  }
  const text = firstText(into.element)
  for (const { at, text: words } of missingIn(line, textOf(into))) text.insert(at, words)
}

/** Lines of one row of a step and of the same row of the other, and which of them is which. */
type RowPair = {
  readonly lines: readonly StepLine[]
  readonly into: (line: StepLine) => StepLine | undefined
  readonly last: StepLine | undefined
}

const rowsOf = (before: readonly StepLine[], standing: readonly StepLine[]): readonly RowPair[] =>
  [...new Set(before.map((line) => line.row))].map((row) => {
    const [lines, there] = [before, standing].map((all) => all.filter((one) => one.row === row))
    const places = matched(lines ?? [], there ?? [], textOf)
    return { lines: lines ?? [], into: (line) => places.get(line), last: there?.at(-1) }
  })

type Part = StepLine['parts'][number]

/**
 * Puts what of one's own stood in `before` and is missing in `to` into it. Answers with what stands
 * there now, and with what it has no row for.
 */
export const carryLines = (
  doc: Y.Doc,
  before: readonly StepLine[],
  to: Y.XmlElement,
): { readonly carried: readonly Part[]; readonly fallen: readonly Part[] } => {
  const carried: Part[] = []
  const fallen: Part[] = []
  const standing = linesIn(
    to,
    (item) => !item.deleted,
    () => false,
  )
  for (const { lines, into, last } of rowsOf(before, standing))
    for (const line of lines) {
      const own = line.parts.filter((part) => part.isOwn)
      if (own.length === 0) continue
      if (last) doc.transact(() => carryLine(line, into(line), last), 'carryOver')
      ;(last ? carried : fallen).push(...own)
    }
  return { carried, fallen }
}

const textIn = (line: StepLine | undefined): string => (line ? textOf(line) : '')

/** Whether every letter of the one stands in the other, in the same row and order. */
export const isContained = (one: Y.XmlElement, other: Y.XmlElement): boolean => {
  const [lines, standing] = [one, other].map((step) =>
    linesIn(
      step,
      (item) => !item.deleted,
      () => false,
    ),
  )
  return rowsOf(lines ?? [], standing ?? []).every((row) =>
    row.lines.every((line) => {
      const [letters, there] = [[...textIn(line)], [...textIn(row.into(line))]]
      return pairUp(letters, there, (a, b) => a === b).length === letters.length
    }),
  )
}
