import * as Y from 'yjs'

/**
 * A document whose events reach everybody, and which says and deletes nothing of itself.
 *
 * Yjs lets what a handler throws end the event, and from then on that document says nothing any more,
 * to nobody: nothing would be sent, stored or shown. Here whoever throws is alone with it, and it is
 * reported like every other mistake.
 *
 * Of itself Yjs deletes formatting marks that mean nothing at the moment. Beside marks that are still
 * on their way they would have meant something, and what the copy of somebody who may only read has
 * deleted reaches nobody: it would show other formatting than everybody's, for good.
 */
export const steadyDoc = (): Y.Doc => {
  const doc = new Y.Doc()
  doc.emit = (name, args) => {
    for (const handle of [...(doc._observers.get(name) ?? [])])
      try {
        handle(...args)
      } catch (thrown) {
        reportError(thrown)
      }
  }
  // Asked for by the texts that have changed, and done as soon as this event is over.
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false
  })
  return doc
}
