import * as Y from 'yjs'
import { inkRoot } from './ink.ts'

/** What is new of a stroke: all of one that was not there, or that it is done, or erased, or has more points. */
export type StrokeNews = {
  readonly isDone: boolean
  readonly isErased: boolean
  readonly hasPoints: boolean
}

const ALL: StrokeNews = { isDone: true, isErased: true, hasPoints: true }

/** A mark that was there already may be made again, and is no news. */
const isMarked = ({ keys }: Y.YEvent<Y.AbstractType<unknown>>, mark: string): boolean => {
  const change = keys.get(mark)
  return change !== undefined && change.oldValue !== true
}

/** Of each stroke that events touched, by id. Only to be told while their transaction runs. */
export const inkNews = (
  events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
  doc: Y.Doc,
): ReadonlyMap<string, StrokeNews> => {
  const ink = inkRoot(doc)
  const news = new Map<string, StrokeNews>()
  for (const event of events) {
    const stroke = event.target instanceof Y.Map ? event.target : event.target.parent
    const id = stroke?.parent === ink ? stroke._item?.parentSub : null
    if (event.target === ink) for (const key of event.keys.keys()) news.set(key, ALL)
    else if (id) {
      const known = news.get(id)
      news.set(id, {
        isDone: known?.isDone || isMarked(event, 'done'),
        isErased: known?.isErased || isMarked(event, 'erased'),
        hasPoints: known?.hasPoints || event.target !== stroke,
      })
    }
  }
  return news
}
