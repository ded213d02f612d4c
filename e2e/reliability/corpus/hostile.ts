import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { byHand, update, updateOf, writeParagraph } from './frames.ts'

// Well-formed and not well-meant: what Yjs would take.

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

type Put = (body: Y.XmlFragment) => void

/** The types do not allow it; the wire does. */
const put = (into: Y.XmlFragment, what: unknown): void => into.insert(0, [what as Y.XmlText])

const inParagraph = (body: Y.XmlFragment, what: unknown): void => {
  const paragraph = new Y.XmlElement('paragraph')
  body.push([paragraph])
  put(paragraph, what)
}

const embeds = (body: Y.XmlFragment, what: object): void => {
  const text = new Y.XmlText('x')
  inParagraph(body, text)
  text.insertEmbed(0, what)
}

const misplacements: readonly (readonly [what: string, put: Put])[] = [
  ['words in the body itself', (body) => put(body, new Y.XmlText('x'))],
  ['a plain text in the body', (body) => put(body, new Y.Text('x'))],
  ['a string in the body', (body) => put(body, 'x')],
  ['a map in the body', (body) => put(body, new Y.Map())],
  ['a list in the body', (body) => put(body, new Y.Array())],
  ['a hook in the body', (body) => put(body, new Y.XmlHook('x'))],
  ['a map in a paragraph', (body) => inParagraph(body, new Y.Map())],
  ['a string in a paragraph', (body) => inParagraph(body, 'x')],
  ['a map among words', (body) => embeds(body, new Y.Map())],
  ['a picture among words', (body) => embeds(body, { image: 'x' })],
  [
    'a map as an attribute',
    (body) => {
      const paragraph = new Y.XmlElement('paragraph')
      body.push([paragraph])
      paragraph.setAttribute('level', new Y.Map() as unknown as string)
    },
  ],
]

/** Where an editor meets what it cannot show, and throws on every page that opens the document. */
export const misplaced: readonly (readonly [what: string, update: Uint8Array])[] =
  misplacements.map(([what, make]) => [
    what,
    update(updateOf((doc) => make(doc.getXmlFragment('body')))),
  ])

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

/** The first byte of a struct: a text that hangs on the one to its left, or to its right. */
const RIGHT_OF = { byte: 0x84 }
const LEFT_OF = { byte: 0x44 }
const [ONE, OTHER] = [880_000_001, 880_000_002]

/** Complete, and yet Yjs would wait for ever: each hangs on what comes only after it, or is missing. */
export const knots: readonly (readonly [what: string, update: Uint8Array])[] = [
  ['a struct that hangs on itself', byHand(1, 1, ONE, 0, RIGHT_OF, ONE, 0, 'x', 0)],
  ['a struct left of itself', byHand(1, 1, ONE, 0, LEFT_OF, ONE, 0, 'x', 0)],
  ['a struct within itself', byHand(1, 1, ONE, 0, 4, 0, ONE, 0, 'x', 0)],
  [
    'two that hang on each other',
    byHand(...[2, 1, OTHER, 0, RIGHT_OF, ONE, 0, 'x'], ...[1, ONE, 0, RIGHT_OF, OTHER, 0, 'y', 0]),
  ],
  [
    'two elements within each other',
    byHand(...[2, 1, OTHER, 0, 7, 0, ONE, 0, 3, 'p'], ...[1, ONE, 0, 7, 0, OTHER, 0, 3, 'p', 0]),
  ],
  [
    'one that says itself that something is missing',
    byHand(1, 2, ONE, 0, 10, 5, 4, 1, 'body', 'x', 0),
  ],
  ['deletions of what nobody has written', byHand(0, 1, ONE, 1, 0, 2 ** 40)],
]

/** A value so many lists deep. */
export const deepValue = (depth: number): Uint8Array => {
  const lists = Array.from({ length: depth }, () => [{ byte: 117 }, 1]).flat()
  return update(byHand(1, 1, ONE, 0, 8, 1, 'body', 1, ...lists, { byte: 126 }, 0))
}

/** Collected structs of one character each. */
export const manyStructs = (count: number): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const number of [1, count, ONE, 0]) encoding.writeVarUint(encoder, number)
  for (let left = count; left > 0; left -= 1)
    for (const number of [0, 1]) encoding.writeVarUint(encoder, number)
  encoding.writeVarUint(encoder, 0)
  return update(encoding.toUint8Array(encoder))
}

/** Where no reader looks: under a key of what is a list. */
export const keyedInBody = update(
  byHand(1, 1, ONE, 0, { byte: 0x24 }, 1, 'body', '__proto__', 'x', 0),
)

/** A paragraph with a letter of two halves in it: clocks 0 to 5. */
const paragraph = update(
  byHand(
    ...[1, 3, ONE, 0, 7, 1, 'body', 3, 'paragraph'],
    ...[7, 0, ONE, 0, 6, 4, 0, ONE, 1, 'a😀b', 0],
  ),
)

/** What is known already comes again before something new, behind what nobody has. */
export const saidAgain: readonly Uint8Array[] = [
  paragraph,
  update(byHand(...[1, 2, ONE, 2, RIGHT_OF, 999, 900, 'a😀b', RIGHT_OF, ONE, 5, '!'], 0)),
]

/** Yjs splits what even an empty deletion points into. */
export const emptyDeletion: readonly Uint8Array[] = [
  paragraph,
  update(byHand(...[1, 1, ONE, 6, RIGHT_OF, ONE, 5, '!'], ...[1, ONE, 1, 4, 0])),
]

/** Every other of many letters that are there, so many at a time. */
export const manyDeletions = (times: number, count: number): readonly Uint8Array[] => {
  const encoder = () => encoding.createEncoder()
  const written = encoder()
  for (const number of [1, 1, ONE, 0, 0, 2 ** 40, 0]) encoding.writeVarUint(written, number)
  const deletions = Array.from({ length: times }, (_, time) => {
    const wanted = encoder()
    for (const number of [0, 1, ONE, count]) encoding.writeVarUint(wanted, number)
    for (let i = 0; i < count; i += 1)
      for (const number of [2 * (i * times + time), 1]) encoding.writeVarUint(wanted, number)
    return update(encoding.toUint8Array(wanted))
  })
  return [update(encoding.toUint8Array(written)), ...deletions]
}
