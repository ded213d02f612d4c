import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { protocols } from '#e2e/bench/sync/lib/wire.ts'
import { addThread } from '#shared/plans/threads.ts'
import { messageTypes } from '#shared/sync/messages.ts'

const { sync, awareness } = protocols.yWebsocket

export const step1 = (vector: Uint8Array = Uint8Array.of(0)): Uint8Array =>
  sync('', 'step1', vector)
export const step2 = (update: Uint8Array): Uint8Array => sync('', 'step2', update)
export const update = (bytes: Uint8Array): Uint8Array => sync('', 'update', bytes)
export const queryAwareness = Uint8Array.of(messageTypes.queryAwareness)

/** Presence as a client says it: id, clock, state; a string is taken as the JSON itself. */
export const presence = (
  ...entries: readonly (readonly [clientId: number, clock: number, state: unknown])[]
): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const [clientId, clock, state] of entries) {
    encoding.writeVarUint(encoder, clientId)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, typeof state === 'string' ? state : JSON.stringify(state))
  }
  return awareness('', encoding.toUint8Array(encoder))
}

/** The update one change makes, on a document of its own unless one is given. */
export const updateOf = (change: (doc: Y.Doc) => void, doc = new Y.Doc()): Uint8Array => {
  const updates: Uint8Array[] = []
  const note = (made: Uint8Array) => updates.push(made)
  doc.on('update', note)
  doc.transact(() => change(doc))
  doc.off('update', note)
  return Y.mergeUpdates(updates)
}

/** A paragraph with these words at the end of a plan's body. */
export const writeParagraph = (doc: Y.Doc, words: string, root = 'body'): Y.XmlText => {
  const paragraph = new Y.XmlElement('paragraph')
  const text = new Y.XmlText(words)
  paragraph.insert(0, [text])
  doc.getXmlFragment(root).push([paragraph])
  return text
}

type Author = { readonly userId: string; readonly name: string }
type Message = Parameters<typeof addThread>[1]['messages'][number]

export const messageBy = ({ userId, name }: Author, id: string, text: string): Message => ({
  ...{ id, authorId: userId as Message['authorId'], authorName: name },
  ...{ at: new Date().toISOString(), text },
})

/** A thread of one's own with its first message; named after the document's client. */
export const addComment = (doc: Y.Doc, author: Author, text: string): void =>
  addThread(doc, {
    threadId: `thread-${doc.clientID}`,
    kind: 'question',
    anchor: { start: '', end: '', quote: '', prefix: '', suffix: '', stepId: null },
    messages: [messageBy(author, `message-${doc.clientID}`, text)],
  })

type Part = number | string | { readonly byte: number }

/** An update put together by hand: numbers and texts as Yjs writes them, and single bytes. */
export const byHand = (...parts: readonly Part[]): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const part of parts)
    if (typeof part === 'string') encoding.writeVarString(encoder, part)
    else if (typeof part === 'number') encoding.writeVarUint(encoder, part)
    else encoding.writeUint8(encoder, part.byte)
  return encoding.toUint8Array(encoder)
}
