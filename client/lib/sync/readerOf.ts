import * as Y from 'yjs'
import type { OpenDoc } from './openDoc.ts'
import { steadyDoc } from './steadyDoc.ts'

/**
 * The same document for a page whose schema is older. An editor's binding deletes what it does not
 * know, also when nobody types; bound to this copy it cannot reach the original.
 */
export const readerOf = (open: OpenDoc): OpenDoc => {
  const doc = steadyDoc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(open.doc))
  const follow = (update: Uint8Array): void => Y.applyUpdate(doc, update)
  open.doc.on('update', follow)
  return {
    ...open,
    doc,
    // Nothing is ever sent from it, so that nothing is unsent.
    unsent: () => [],
    marked: () => [],
    dispose: () => {
      open.doc.off('update', follow)
      open.dispose()
      doc.destroy()
    },
  }
}
