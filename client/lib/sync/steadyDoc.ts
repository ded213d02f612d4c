import * as Y from 'yjs'

/**
 * A document whose events reach everybody. Yjs lets what a handler throws end the event, and from
 * then on that document says nothing any more, to nobody: nothing would be sent, stored or shown.
 * Here whoever throws is alone with it, and it is reported like every other mistake.
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
  return doc
}
