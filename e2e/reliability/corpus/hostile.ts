import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { update, updateOf, writeParagraph } from './frames.ts'

// Well-formed and not well-meant: what Yjs would take (reliability.md, hazards H4 to H11).

/** A thousand bytes per update, and the first of them is never sent: everything waits for it. */
export const withoutTheFirst = (count: number): readonly Uint8Array[] => {
  const doc = new Y.Doc()
  const text = new Y.XmlText()
  updateOf((to) => to.getXmlFragment('body').push([text]), doc)
  const updates = Array.from({ length: count + 1 }, () =>
    updateOf(() => text.insert(text.length, 'x'.repeat(1000)), doc),
  )
  return updates.slice(1).map(update)
}

/** Eight bytes that speak of thirty million structs. */
export const decodeBomb = update(Uint8Array.of(1, 0x80, 0x87, 0xa7, 0x0e, 7, 0, 0))

/** One update by so many writers, a collected struct each. */
export const manyClients = (count: number): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, count)
  for (let client = count; client > 0; client -= 1)
    for (const number of [1, 1_000_000 + client, 0, 0, 1]) encoding.writeVarUint(encoder, number)
  encoding.writeVarUint(encoder, 0)
  return update(encoding.toUint8Array(encoder))
}

/** Elements within elements; reading or deleting them overflows a stack. */
export const deepUpdate = (depth: number): Uint8Array =>
  update(
    updateOf((doc) => {
      let parent: Y.XmlFragment = doc.getXmlFragment('body')
      for (let level = 0; level < depth; level += 1) {
        const child = new Y.XmlElement('bulletList')
        parent.insert(0, [child])
        parent = child
      }
    }),
  )

/** The next words of a colleague, written by somebody else under the colleague's id. */
export const forgedUpdate = (colleague: Y.Doc, words: string): Uint8Array => {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(colleague))
  copy.clientID = colleague.clientID
  return update(updateOf((doc) => writeParagraph(doc, words), copy))
}

export const newRoot = (words: string): Uint8Array =>
  update(updateOf((doc) => doc.getMap('grades').set('mine', words)))

export const subdocument = (): Uint8Array =>
  update(
    updateOf((doc) => {
      const holder = new Y.XmlElement('paragraph')
      doc.getXmlFragment('body').push([holder])
      // The type does not allow it; the wire does.
      holder.setAttribute('inner', new Y.Doc() as unknown as string)
    }),
  )

/** Everything that is in it, deleted. */
export const deletionOfAll = (of: Y.Doc): Uint8Array => {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(of))
  return update(
    updateOf((doc) => {
      const body = doc.getXmlFragment('body')
      body.delete(0, body.length)
      for (const key of doc.getMap('threads').keys()) doc.getMap('threads').delete(key)
    }, copy),
  )
}

/** A paragraph so long that a few of them are more than a document may have. */
export const longUpdates = (count: number, length: number): readonly Uint8Array[] => {
  const doc = new Y.Doc()
  return Array.from({ length: count }, () =>
    update(updateOf((to) => writeParagraph(to, 'x'.repeat(length)), doc)),
  )
}
