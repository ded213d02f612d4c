import * as Y from 'yjs'
import { takeUnplaced } from './takeUnplaced.ts'

/** Takes out what cannot be placed; answers with what tries to place it, for when the server has brought what it lacks. */
export const setUnplacedAside = (doc: Y.Doc): (() => void) => {
  const unplaced = takeUnplaced(doc)
  return () => {
    for (const update of unplaced) Y.applyUpdateV2(doc, update)
    takeUnplaced(doc)
  }
}
