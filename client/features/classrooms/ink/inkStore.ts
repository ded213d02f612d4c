import type * as Y from 'yjs'
import { inkRoot, readStroke } from '#shared/classrooms/ink.ts'
import { touchedStrokes } from '#shared/classrooms/inkGuard.ts'
import type { InkStroke } from '#shared/classrooms/model.ts'

/** All ink of the lesson as plain values; only strokes that changed are read again. */
export type InkStore = {
  subscribe(tell: () => void): () => void
  getSnapshot(): readonly InkStroke[]
}

export const createInkStore = (doc: Y.Doc): InkStore => {
  const root = inkRoot(doc)
  const strokes = new Map<string, InkStroke>()
  let snapshot: readonly InkStroke[] = []
  const listeners = new Set<() => void>()

  const read = (ids: Iterable<string>): void => {
    for (const id of ids) {
      const stroke = readStroke(id, root.get(id))
      if (stroke) strokes.set(id, stroke)
      else strokes.delete(id)
    }
    snapshot = [...strokes.values()].sort((a, b) => a.startMs - b.startMs)
  }
  const onChange = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    read(touchedStrokes(events, doc))
    for (const tell of listeners) tell()
  }

  return {
    subscribe: (tell) => {
      if (listeners.size === 0) {
        read(root.keys())
        root.observeDeep(onChange)
      }
      listeners.add(tell)
      return () => {
        listeners.delete(tell)
        if (listeners.size === 0) root.unobserveDeep(onChange)
      }
    },
    getSnapshot: () => snapshot,
  }
}
