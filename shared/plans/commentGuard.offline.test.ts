import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { UserId } from '../ids.ts'
import type { Commenter } from './commentGuard.ts'
import type { Message } from './comments.ts'
import { mayEditComments } from './testing.ts'
import { addMessage, addThread, deleteMessage, editMessage, resolveThread } from './threads.ts'

const lin: Commenter = { userId: 'user-lin-0001', name: '林若溪', mayResolve: false }
const shi: Commenter = { userId: 'user-shi-0001', name: '石远', mayResolve: false }
const shen: Commenter = { userId: 'user-shen-001', name: '沈秋', mayResolve: true }
const AT = '2026-09-09T02:00:00.000Z'
const T = 'thread-00001'
const NEW = 'thread-00002'
const FIRST = 'message-0005'

const message = (by: Commenter, id: string): Message => ({
  id,
  authorId: by.userId as UserId,
  authorName: by.name,
  at: AT,
  text: '好。',
})
const begin = (doc: Y.Doc, by: Commenter, threadId: string, id: string) =>
  addThread(doc, {
    threadId,
    kind: 'question',
    anchor: { start: '', end: '', quote: '', prefix: '', suffix: '', stepId: null },
    messages: [message(by, id)],
  })
const resolve = (doc: Y.Doc, by: Commenter, threadId = T) =>
  resolveThread(doc, threadId, { by: by.userId, at: AT })

let before: Y.Doc
beforeEach(() => {
  before = new Y.Doc()
  begin(before, lin, T, 'message-0001')
  addMessage(before, T, message(shi, 'message-0002'))
})

describe('[DR14] what was done without a connection arrives as one update, and is judged as its steps', () => {
  it.each<[string, (doc: Y.Doc) => void]>([
    [
      'an answer, changed',
      (d) => {
        addMessage(d, T, message(shi, 'message-0003'))
        editMessage(d, T, 'message-0003', '很好。')
      },
    ],
    [
      'an answer, taken away',
      (d) => {
        addMessage(d, T, message(shi, 'message-0003'))
        deleteMessage(d, T, 'message-0003')
      },
    ],
    [
      'a thread, taken away',
      (d) => {
        begin(d, shi, NEW, FIRST)
        deleteMessage(d, NEW, FIRST)
      },
    ],
    [
      'a thread and one’s own answers in it',
      (d) => {
        begin(d, shi, NEW, FIRST)
        for (const id of ['message-0003', 'message-0004']) addMessage(d, NEW, message(shi, id))
        deleteMessage(d, NEW, 'message-0003')
      },
    ],
    [
      'a thread, resolved by its author',
      (d) => {
        begin(d, shi, NEW, FIRST)
        resolve(d, shi, NEW)
      },
    ],
  ])('%s', (_, steps) => expect(mayEditComments(before, shi, steps)).toBe(true))
})

/** Whose edit counts in the end is for Yjs to say: the greater client id’s. */
describe.each([1, 3])(
  '[DR14] what somebody else did meanwhile hinders nobody (client %i)',
  (id) => {
    const as = (clientId: number, edit: (doc: Y.Doc) => void) => (doc: Y.Doc) => {
      doc.clientID = clientId
      edit(doc)
    }
    it.each<[string, Commenter, (doc: Y.Doc) => void, (doc: Y.Doc) => void]>([
      [
        'two pages of one person give their words anew',
        shi,
        (d) => editMessage(d, T, 'message-0002', '一。'),
        (d) => editMessage(d, T, 'message-0002', '二。'),
      ],
      ['both resolve', lin, (d) => resolve(d, lin), (d) => resolve(d, shen)],
      [
        'both take it away',
        shi,
        (d) => deleteMessage(d, T, 'message-0002'),
        (d) => deleteMessage(d, T, 'message-0002'),
      ],
      [
        'words are changed that are gone',
        shi,
        (d) => editMessage(d, T, 'message-0002', '一。'),
        (d) => deleteMessage(d, T, 'message-0002'),
      ],
      [
        'an answer to what is gone',
        lin,
        (d) => addMessage(d, T, message(lin, 'message-0003')),
        (d) => deleteMessage(d, T, 'message-0002'),
      ],
    ])('%s', (_, by, edit, meanwhile) =>
      expect(mayEditComments(before, by, as(id, edit), as(2, meanwhile))).toBe(true),
    )

    it('resolving what is another’s is still refused, when it counts and when it does not', () =>
      expect(
        mayEditComments(
          before,
          shi,
          as(id, (d) => resolve(d, shi)),
          as(2, (d) => resolve(d, shen)),
        ),
      ).toBe(false))
  },
)
