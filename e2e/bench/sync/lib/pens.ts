import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { addThread, editMessage, threadsMap } from '#shared/plans/threads.ts'
import type { Endpoint } from './Conn.ts'

/** How an editor writes into one kind of document. */
export type Pen = {
  type(char: string): void
  backspace(): void
  /** Where the cursor is, for presence. */
  place(): Y.XmlText | null
}

/** What stands in the whole document, to compare by: a map's keys have no order of their own. */
export const wordsOf = (doc: Y.Doc): string => {
  const threads = Object.entries(threadsMap(doc).toJSON())
  const inOrder = threads.sort(([a], [b]) => (a < b ? -1 : 1))
  return doc.getXmlFragment(PLAN_BODY).toString() + JSON.stringify(inOrder)
}

/** Typing at the end of a paragraph of one's own in a plan. */
const planPen = (doc: Y.Doc): Pen => {
  const words = new Y.XmlText()
  let isThere = false
  const begin = () => {
    if (isThere) return
    isThere = true
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [words])
    doc.getXmlFragment(PLAN_BODY).push([paragraph])
  }
  return {
    type: (char) =>
      doc.transact(() => {
        begin()
        words.insert(words.length, char)
      }),
    backspace: () => {
      if (isThere && words.length > 1) words.delete(words.length - 1, 1)
    },
    place: () => (isThere ? words : null),
  }
}

/** As many characters as one looks at while writing a comment. */
const COMMENT_LENGTH = 60

/** Writing one's own comment: a guarded document judges each of these edits by its content. */
const commentPen = (doc: Y.Doc, user: Endpoint['user']): Pen => {
  const threadId = `thread-${doc.clientID}`
  const messageId = `message-${doc.clientID}`
  let words = ''
  let isThere = false
  const begin = () => {
    isThere = true
    addThread(doc, {
      threadId,
      kind: 'suggestion',
      anchor: { start: '', end: '', quote: '', prefix: '', suffix: '', stepId: null },
      messages: [
        {
          id: messageId,
          authorId: user.userId as Parameters<typeof addThread>[1]['messages'][number]['authorId'],
          authorName: user.name,
          at: new Date().toISOString(),
          text: words,
        },
      ],
    })
  }
  return {
    type: (char) => {
      words = (words + char).slice(-COMMENT_LENGTH)
      if (isThere) editMessage(doc, threadId, messageId, words)
      else begin()
    },
    backspace: () => {
      words = words.slice(0, -1)
      if (isThere) editMessage(doc, threadId, messageId, words)
    },
    place: () => null,
  }
}

export const penFor = (doc: Y.Doc, { doc: name, user }: Endpoint): Pen =>
  name.startsWith('comments:') ? commentPen(doc, user) : planPen(doc)
