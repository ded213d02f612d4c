import * as Y from 'yjs'
import { isSingle, touchedIn } from '../sync/plainTypes.ts'
import { arePoints, type InkAuthor, inkRoot, isNewStroke, STROKE_LIMIT } from './ink.ts'

type InkEvent = Y.YEvent<Y.AbstractType<unknown>>

/** Only new strokes appear at the root; none is replaced or removed. */
const addsStrokes = (event: InkEvent, ink: Y.Map<unknown>, author: InkAuthor): boolean =>
  ink.size <= STROKE_LIMIT &&
  touchedIn(event).every(
    (key) =>
      key !== null &&
      event.changes.keys.get(key)?.action === 'add' &&
      /^[A-Za-z0-9_-]{8,40}$/.test(key) &&
      isNewStroke(ink.get(key), author),
  )

/** Of a stroke that is there, its author may say that it is done, or erased; neither is taken back. */
const marksStroke = (event: InkEvent, stroke: Y.Map<unknown>): boolean =>
  touchedIn(event).every(
    (key) =>
      (key === 'done' || key === 'erased') && isSingle(stroke, key) && stroke.get(key) === true,
  )

/** What is added to a list, of which everything else stays and is in front of it; null: more than that was done. */
const addedAtEnd = (event: InkEvent, points: Y.Array<unknown>): readonly Y.Item[] | null => {
  const added: Y.Item[] = []
  for (let item = points._start; item !== null; item = item.right) {
    const isNew = event.adds(item)
    if (item.deleted && (isNew || !event.deletes(item))) continue
    if (item.deleted || (!isNew && added.length > 0)) return null
    if (isNew) added.push(item)
  }
  return added
}

/** Points are only ever added at the end. Not told by `changes`, which copies all that was added with each that is. */
const appendsPoints = (event: InkEvent, points: Y.Array<unknown>): boolean => {
  const added = addedAtEnd(event, points)
  if (!added || (added.length === 0 && points.length > 0)) return false
  return (
    added.every(({ countable }) => countable) &&
    touchedIn(event).every((key) => key === null) &&
    arePoints(points.toArray())
  )
}

const mayTouch = (event: InkEvent, ink: Y.Map<unknown>, author: InkAuthor): boolean => {
  const { target } = event
  if (target === ink) return addsStrokes(event, ink, author)
  const stroke = target instanceof Y.Map ? target : target.parent
  if (!(stroke instanceof Y.Map) || stroke.parent !== ink || stroke.get('by') !== author.userId)
    return false
  if (target === stroke) return marksStroke(event, stroke)
  return (
    target instanceof Y.Array && stroke.get('points') === target && appendsPoints(event, target)
  )
}

/**
 * Whether everything an update did to the classroom's document is drawing by this author at their
 * own site: new strokes of their own, more points at the end, done and erased. Nothing else.
 */
export const isOwnInk = (events: readonly InkEvent[], doc: Y.Doc, author: InkAuthor): boolean => {
  const ink = inkRoot(doc)
  return events.every((event) => mayTouch(event, ink, author))
}

/** The strokes that events touched, by id: new ones, and those that got points or a mark. */
export const touchedStrokes = (events: readonly InkEvent[], doc: Y.Doc): ReadonlySet<string> => {
  const ink = inkRoot(doc)
  const ids = new Set<string>()
  for (const event of events) {
    if (event.target === ink)
      // Not `changes`, which Yjs computes only while the transaction runs.
      for (const key of event instanceof Y.YMapEvent ? event.keysChanged : []) ids.add(key)
    else {
      const stroke = event.target instanceof Y.Map ? event.target : event.target.parent
      const key = stroke?._item?.parentSub
      if (stroke?.parent === ink && key) ids.add(key)
    }
  }
  return ids
}
