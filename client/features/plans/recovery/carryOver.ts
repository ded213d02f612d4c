import * as Y from 'yjs'
import type { LostWords } from '../../../lib/sync/LostWords.ts'
import type { OwnPiece } from '../../../lib/sync/ownPieces.ts'
import { attributeOf, elementIn } from './placeOf.ts'
import { carryLines, linesIn, type Own } from './stepLines.ts'
import { standingStep } from './twinSteps.ts'

export type CarriedOver = {
  /** Pieces that stand in the moved step now, or stood in it already. */
  readonly carried: ReadonlySet<Y.Item>
  /** Typed here, and the moved step has no place for them. */
  readonly fallen: readonly OwnPiece[]
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
    const moved = carryLines(doc, linesIn(from, isReadable, isOwn), to)
    for (const { item } of moved.carried) carried.add(item)
    for (const { item, text } of moved.fallen)
      if (!unsent.has(item)) fallen.push({ item, clock: item.id.clock, text })
  }
  return { carried, fallen }
}
