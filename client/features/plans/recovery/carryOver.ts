import * as Y from 'yjs'
import { pairUp } from '#shared/plans/pairUp.ts'
import { PLAN_BODY, textblocks } from '#shared/plans/schema.ts'
import type { LostWords } from '../../../lib/sync/openDoc.ts'
import type { OwnPiece } from '../../../lib/sync/ownPieces.ts'
import { attributeOf, childrenOf, elementIn } from './placeOf.ts'

/** One text block of a step: where it stands, and its letters with whether they were typed here. */
type StepLine = {
  readonly element: Y.XmlElement
  readonly row: string
  readonly parts: readonly {
    readonly item: Y.Item
    readonly text: string
    readonly isOwn: boolean
  }[]
}

export type CarriedOver = {
  /** Pieces that stand in the moved step now, or stood in it already. */
  readonly carried: ReadonlySet<Y.Item>
  /** Typed here, and the moved step has no place for them. */
  readonly fallen: readonly OwnPiece[]
}

type Own = (item: Y.Item) => boolean

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

const linesIn = (step: Y.XmlElement, isReadable: Own, isOwn: Own): readonly StepLine[] => {
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

const isAlike = (a: StepLine, b: StepLine): boolean => {
  const [x, y] = [[...textOf(a)], [...textOf(b)]]
  const shared = pairUp(x, y, (p, q) => p === q).length
  return shared * 2 >= Math.min(x.length, y.length)
}

/** Which line of the moved step is which of the one that went: by number, unless lines came or went. */
const matched = (before: readonly StepLine[], after: readonly StepLine[]) =>
  new Map(
    before.length === after.length
      ? before.map((line, i) => [line, after[i]] as const)
      : pairUp(before, after, isAlike).map(([i, j]) => [before[i], after[j]] as const),
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

const standingStep = (doc: Y.Doc, stepId: unknown): Y.XmlElement | null => {
  const found = doc
    .getXmlFragment(PLAN_BODY)
    .toArray()
    .find((child) => child instanceof Y.XmlElement && child.getAttribute('stepId') === stepId)
  return found instanceof Y.XmlElement && found.nodeName === 'lessonStep' ? found : null
}

/** Steps that stood here and went with the transaction while one with the same id has come. */
const movedSteps = ({ transaction }: LostWords) => {
  const { doc, beforeState, deleteSet } = transaction
  const moved: { readonly from: Y.XmlElement; readonly to: Y.XmlElement }[] = []
  Y.iterateDeletedStructs(transaction, deleteSet, (struct) => {
    const element = struct instanceof Y.Item ? elementIn(struct) : null
    const wasHere = struct.id.clock < (beforeState.get(struct.id.client) ?? 0)
    if (!wasHere || element?.nodeName !== 'lessonStep') return
    const to = standingStep(doc, attributeOf(element, 'stepId'))
    if (to) moved.push({ from: element, to })
  })
  return moved
}

/**
 * Yjs cannot move: whoever moves a step deletes it and inserts a copy of what they saw of it. What
 * was typed into the old one here and had not reached them (it was on its way, or one was offline) is
 * not in the copy and would be gone on every screen. Only its author's page knows for certain that
 * it is missing, so that page puts it into the copy, as a new edit and once. Letters somebody deleted in
 * that very moment are back in the copy; nobody can tell them from letters that were kept.
 */
export const carryOver = (taken: LostWords): CarriedOver => {
  const { transaction, words } = taken
  const { doc, deleteSet } = transaction
  const unsent = new Set(words.map(({ item }) => item))
  const isOwn: Own = (item) => item.id.client === doc.clientID || unsent.has(item)
  const isReadable: Own = (item) => !item.deleted || Y.isDeleted(deleteSet, item.id)
  const carried = new Set<Y.Item>()
  const fallen: OwnPiece[] = []
  for (const { from, to } of movedSteps(taken)) {
    const standing = linesIn(to, (item) => !item.deleted, isOwn)
    const before = linesIn(from, isReadable, isOwn)
    for (const row of new Set(before.map((line) => line.row))) {
      const [lines, there] = [before, standing].map((all) => all.filter((one) => one.row === row))
      const rowsLast = there?.at(-1)
      const places = matched(lines ?? [], there ?? [])
      for (const line of lines ?? []) {
        const own = line.parts.filter((part) => part.isOwn)
        if (own.length === 0) continue
        if (rowsLast) {
          doc.transact(() => carryLine(line, places.get(line), rowsLast), 'carryOver')
          for (const { item } of own) carried.add(item)
        } else
          fallen.push(
            ...own
              .filter(({ item }) => !unsent.has(item))
              .map(({ item, text }) => ({ item, clock: item.id.clock, text })),
          )
      }
    }
  }
  return { carried, fallen }
}
