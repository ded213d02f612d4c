import * as Y from 'yjs'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import type { OwnPiece } from '../../../lib/sync/ownPieces.ts'
import {
  elementIn,
  holderOf,
  type IsReadable,
  itemsUnder,
  type PlanPlace,
  placeOf,
} from './placeOf.ts'

/** Between pieces of one line that did not stand side by side. */
export const GAP = ' … '

type Origin = Pick<FoundWords, 'docName' | 'cause' | 'atMs'>

/** What one reads before an item: neither formats nor what had been deleted earlier. */
const wordsBefore = (item: Y.Item, isReadable: IsReadable): Y.Item | null => {
  let before = item.left
  while (before && !(before.countable && isReadable(before))) before = before.left
  return before
}

/** Words of one line: pieces side by side are one word, others are not. */
const lineOf = (pieces: readonly OwnPiece[], isReadable: IsReadable): string =>
  pieces.reduce((line, { item, text }, at) => {
    const isFirst = at === 0
    const isSideBySide = wordsBefore(item, isReadable) === pieces[at - 1]?.item
    return `${line}${isFirst || isSideBySide ? '' : GAP}${text}`
  }, '')

const groupBy = <Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Y.Item,
): ReadonlyMap<Y.Item, readonly Value[]> => {
  const groups = new Map<Y.Item, Value[]>()
  for (const value of values) {
    const key = keyOf(value)
    groups.set(key, [...(groups.get(key) ?? []), value])
  }
  return groups
}

type Parts = {
  readonly origin: Origin
  readonly isReadable: IsReadable
  /** What is known of the place besides. */
  readonly inTitle?: (near: Y.Item, pieces: readonly OwnPiece[]) => Partial<PlanPlace>
}

const idOf = (docName: string, { item, clock }: OwnPiece): string =>
  `${docName}/${item.id.client}.${clock}`

/** Whether the document knows these words, whatever became of them in it. */
export const areWordsIn = (doc: Y.Doc, { id }: Pick<FoundWords, 'id'>): boolean => {
  const [, client, clock] = /\/(\d+)\.(\d+)$/.exec(id) ?? []
  return clock !== undefined && Y.getState(doc.store, Number(client)) > Number(clock)
}

/** One entry for what stood under one item; a text block is a line. */
const entryOf = (near: Y.Item, pieces: readonly OwnPiece[], parts: Parts): FoundWords | null => {
  const byItem = new Map(pieces.map((piece) => [piece.item, piece]))
  const inOrder = itemsUnder(near).flatMap((item) => byItem.get(item) ?? [])
  const first = inOrder[0]
  if (!first) return null
  const lines = groupBy(inOrder, ({ item }) => holderOf(item) ?? item)
  const text = [...lines.values()].map((line) => lineOf(line, parts.isReadable)).join('\n')
  if (text.trim() === '') return null
  const { docName } = parts.origin
  return {
    ...parts.origin,
    id: idOf(docName, first),
    text,
    place: { ...placeOf(first.item, near, parts.isReadable), ...parts.inTitle?.(near, pieces) },
  }
}

const entriesOf = (
  pieces: readonly OwnPiece[],
  nearOf: (item: Y.Item) => Y.Item,
  parts: Parts,
): readonly FoundWords[] => {
  const words = pieces.filter(({ text }) => text !== '')
  return [...groupBy(words, ({ item }) => nearOf(item))].flatMap(
    ([near, own]) => entryOf(near, own, parts) ?? [],
  )
}

/** What others have just taken away: an entry for each block that went. */
export const findLostWords = (
  words: readonly OwnPiece[],
  transaction: Y.Transaction,
  origin: Origin,
): readonly FoundWords[] => {
  const isGoing = (item: Y.Item) => Y.isDeleted(transaction.deleteSet, item.id)
  const outermost = (item: Y.Item): Y.Item => {
    const holder = holderOf(item)
    return holder && isGoing(holder) ? outermost(holder) : item
  }
  const isReadable: IsReadable = (item) => !item.deleted || isGoing(item)
  return entriesOf(words, outermost, { origin, isReadable })
}

/** A text as it stands, or as it stood before these pieces came to it. */
const textOf = (near: Y.Item, without: readonly OwnPiece[] = []): string =>
  itemsUnder(near)
    .map((item) => {
      if (item.deleted || !(item.content instanceof Y.ContentString)) return ''
      const own = without.find((piece) => piece.item === item)
      return item.content.str.slice(0, own ? own.clock - item.id.clock : undefined)
    })
    .join('')

/** Blocks there is one of: a paragraph beside them would be something else. */
const titles: ReadonlySet<string> = new Set(['heading', 'stepTitle'])

/** Words typed into a title belong into that title, which stands without them. */
const inTitle = (near: Y.Item, pieces: readonly OwnPiece[]): Partial<PlanPlace> => {
  const name = elementIn(holderOf(near))?.nodeName ?? ''
  const line = textOf(near, pieces)
  if (!titles.has(name) || line.trim() === '') return {}
  return { title: line, line, becomes: textOf(near) }
}

/** What stands here and was not accepted: an entry for each text block. */
export const findUnsentWords = (
  pieces: readonly OwnPiece[],
  origin: Origin,
): readonly FoundWords[] =>
  entriesOf(pieces, (item) => holderOf(item) ?? item, {
    origin,
    isReadable: (item) => !item.deleted,
    inTitle,
  })
