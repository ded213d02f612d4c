import * as Y from 'yjs'
import { Effort } from './Effort.ts'
import { makeTextEqual } from './makeTextEqual.ts'

type Block = Y.XmlElement | Y.XmlText

const blocksOf = (parent: Y.XmlFragment): readonly Block[] =>
  parent
    .toArray()
    .filter((child): child is Block => child instanceof Y.XmlElement || child instanceof Y.XmlText)

/** Attributes are whatever the editor's binding keeps, though Yjs types them as strings. */
const attributesOf = (element: Y.XmlElement): Readonly<Record<string, unknown>> =>
  element.getAttributes()

/** In an empty line waits a text for letters, unless an earlier build has made the line. */
const saysNothing = (block: Block): boolean => block instanceof Y.XmlText && block.length === 0

/** Everything a block says, with its marks, as plain data. */
const saidBy = (block: Block): unknown =>
  block instanceof Y.XmlText
    ? block.toDelta()
    : [
        block.nodeName,
        Object.entries(attributesOf(block)).sort(([a], [b]) => (a < b ? -1 : 1)),
        saidIn(block),
      ]

const saidIn = (parent: Y.XmlFragment): readonly unknown[] =>
  blocksOf(parent)
    .filter((block) => !saysNothing(block))
    .map(saidBy)

/** Equal prints are equal blocks. Made once of the whole: a print within prints doubles with every level. */
const printOf = (block: Block): string => JSON.stringify(saidBy(block))

/** Whether the one may become the other: the same kind of block, and for a step the same step. */
const isKin = (a: Block, b: Block): boolean => {
  if (a instanceof Y.XmlText || b instanceof Y.XmlText)
    return a instanceof Y.XmlText && b instanceof Y.XmlText
  return (
    a.nodeName === b.nodeName &&
    (a.nodeName !== 'lessonStep' || attributesOf(a).stepId === attributesOf(b).stepId) &&
    (a.nodeName !== 'stepRow' || attributesOf(a).kind === attributesOf(b).kind)
  )
}

const makeAttributesEqual = (live: Y.XmlElement, target: Y.XmlElement): void => {
  const now = attributesOf(live)
  const then = attributesOf(target)
  for (const name of Object.keys(now)) if (!(name in then)) live.removeAttribute(name)
  for (const [name, value] of Object.entries(then))
    if (JSON.stringify(now[name]) !== JSON.stringify(value))
      live.setAttribute(name, value as string)
}

const makeBlockEqual = (live: Block, target: Block, effort: Effort): void => {
  if (live instanceof Y.XmlText && target instanceof Y.XmlText) makeTextEqual(live, target, effort)
  else if (live instanceof Y.XmlElement && target instanceof Y.XmlElement) {
    makeAttributesEqual(live, target)
    makeEqual(live, target, effort)
  }
}

/** A block as it is compared, read once. */
type Entry = {
  readonly block: Block
  readonly print: string
  /** How often each letter stands in it. */
  readonly letters: ReadonlyMap<string, number>
  readonly size: number
}

const wordsOf = (block: Block): string =>
  block instanceof Y.XmlText
    ? (block.toDelta() as readonly { readonly insert: unknown }[])
        .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
        .join('')
    : blocksOf(block).map(wordsOf).join('')

const entryOf = (block: Block): Entry => {
  const letters = new Map<string, number>()
  const words = [...wordsOf(block)]
  for (const letter of words) letters.set(letter, (letters.get(letter) ?? 0) + 1)
  return { block, print: printOf(block), letters, size: words.length }
}

/** Kin, and at least half of the longer one's letters are in the other. */
const isAlike = (a: Entry, b: Entry): boolean => {
  if (!isKin(a.block, b.block)) return false
  let shared = 0
  for (const [letter, count] of a.letters) shared += Math.min(count, b.letters.get(letter) ?? 0)
  return shared * 2 >= Math.max(a.size, b.size)
}

type Round = {
  readonly same: (a: Entry, b: Entry) => boolean
  /** How many letters are looked at to compare these with one other, on average. */
  readonly lettersOf?: (entries: readonly Entry[]) => number
}

/** From the surest to the last resort: what pairs in one round bounds the next. */
const rounds: readonly Round[] = [
  { same: (a, b) => a.print === b.print },
  {
    same: isAlike,
    lettersOf: (entries) =>
      entries.reduce((sum, { letters }) => sum + letters.size, 0) / entries.length,
  },
  { same: (a, b) => isKin(a.block, b.block) },
]

type Pair = readonly [number, number]

/** Which block becomes which: equal ones stay, then the most alike, then any of the same kind. */
const pairsOf = (
  now: readonly Entry[],
  then: readonly Entry[],
  effort: Effort,
  [round, ...further] = rounds,
): readonly Pair[] => {
  if (!round || now.length === 0) return []
  const pairs: Pair[] = []
  let [from, to] = [0, 0]
  const found = effort.pairUp(now, then, round.same, round.lettersOf?.(now))
  for (const [i, j] of [...found, [now.length, then.length] as const]) {
    const between = pairsOf(now.slice(from, i), then.slice(to, j), effort, further)
    pairs.push(...between.map(([a, b]): Pair => [a + from, b + to]))
    if (i < now.length) pairs.push([i, j])
    from = i + 1
    to = j + 1
  }
  return pairs
}

/**
 * Makes `live` say exactly what `target` says and touches only what differs: blocks that are equal
 * stay the same Yjs items, and so do letters, so that carets and comments there survive and what
 * others type there meanwhile is kept. Inside one transaction of the live document.
 */
export const makeEqual = (
  live: Y.XmlFragment,
  target: Y.XmlFragment,
  effort = new Effort(),
): void => {
  const now = blocksOf(live).map(entryOf)
  const then = blocksOf(target).map(entryOf)
  let [from, to, place] = [0, 0, 0]
  for (const [i, j] of [...pairsOf(now, then, effort), [now.length, then.length] as const]) {
    if (i > from) live.delete(place, i - from)
    const added = then.slice(to, j).map(({ block }) => block.clone())
    if (added.length > 0) live.insert(place, added)
    place += added.length
    const [own, model] = [now[i], then[j]]
    if (own && model && own.print !== model.print) makeBlockEqual(own.block, model.block, effort)
    place += 1
    from = i + 1
    to = j + 1
  }
}

/** Whether two bodies say the same, marks and attributes included. */
export const saysTheSame = (a: Y.XmlFragment, b: Y.XmlFragment): boolean =>
  JSON.stringify(saidIn(a)) === JSON.stringify(saidIn(b))
