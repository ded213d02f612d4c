import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import type { UserId } from '../ids.ts'
import { putUnseen } from '../sync/testing.ts'
import type { Commenter } from './commentGuard.ts'
import type { Anchor, Message } from './comments.ts'
import { mayEditComments } from './testing.ts'
import {
  addMessage,
  addThread,
  deleteMessage,
  readThreads,
  resolveThread,
  threadsMap,
} from './threads.ts'

const lin: Commenter = { userId: 'user-lin-0001', name: '林若溪', mayResolve: false }
const shi: Commenter = { userId: 'user-shi-0001', name: '石远', mayResolve: false }
const AT = '2026-09-09T02:00:00.000Z'
const LONG = '长'.repeat(100_000)
const T = 'thread-00001'
const NEW = 'thread-00002'
const anchor: Anchor = { start: '', end: '', quote: '', prefix: '', suffix: '', stepId: null }

const message = (by: Commenter, id: string, more: Partial<Message> = {}): Message => ({
  id,
  authorId: by.userId as UserId,
  authorName: by.name,
  at: AT,
  text: '好。',
  ...more,
})
const begin = (doc: Y.Doc, by: Commenter, threadId: string, more: object = {}) =>
  addThread(doc, {
    threadId,
    kind: 'question',
    anchor,
    messages: [message(by, `message-of-${threadId}`)],
    ...more,
  })

let before: Y.Doc
beforeEach(() => {
  before = new Y.Doc()
  begin(before, lin, T)
  addMessage(before, T, message(shi, 'message-0002'))
})

const sends = (by: Commenter, edit: (doc: Y.Doc) => void, meanwhile?: (doc: Y.Doc) => void) =>
  mayEditComments(before, by, edit, meanwhile)
const threadAt = (doc: Y.Doc, threadId = T) => threadsMap(doc).get(threadId)!
const messagesAt = (doc: Y.Doc, threadId = T) =>
  threadAt(doc, threadId).get('messages') as Y.Array<Y.Map<unknown>>
const maps = (...all: Message[]) => all.map((one) => new Y.Map<unknown>(Object.entries(one)))

describe('[DR14] what would take long to tell is not looked at', () => {
  const changes = vi.spyOn(Y.YEvent.prototype, 'changes', 'get')
  beforeEach(() => void changes.mockClear())
  afterAll(() => changes.mockRestore())

  it.each([
    [198, true],
    [199, false],
  ])('%i messages come to one', (count, isLookedAt) => {
    const add = (d: Y.Doc) => messagesAt(d).push(Array.from({ length: count }, () => new Y.Map()))
    expect(sends(shi, add)).toBe(false)
    expect(changes).toHaveBeenCalledTimes(isLookedAt ? 1 : 0)
  })
})

it('[DR14] of messages taken back so many are carried along in a thread, and the last can go again', () => {
  const take = (count: number) => (d: Y.Doc) => {
    const all = maps(...Array.from({ length: count }, (_, i) => message(shi, `message-9${i}`)))
    messagesAt(d).push(all)
    messagesAt(d).delete(2, count)
  }
  expect(sends(shi, take(1998))).toBe(true)
  expect(sends(shi, take(1999))).toBe(false)
  before.transact(() => take(2500)(before))
  expect(sends(shi, (d) => addMessage(d, T, message(shi, 'message-0003')))).toBe(false)
  expect(sends(shi, (d) => deleteMessage(d, T, 'message-0002'))).toBe(true)
})

describe('[DR14] a message’s id is its own', () => {
  const victims = message(shi, 'message-0002')
  it.each<[string, (doc: Y.Doc) => void]>([
    ['before the other', (d) => messagesAt(d).insert(1, maps(message(lin, victims.id)))],
    ['behind it', (d) => addMessage(d, T, message(lin, victims.id))],
    [
      'in another thread',
      (d) =>
        begin(d, lin, NEW, {
          messages: [message(lin, victims.id, { at: '1999-01-01T00:00:00Z' })],
        }),
    ],
    [
      'twice in one breath',
      (d) => messagesAt(d).push(maps(...[1, 2].map(() => message(lin, 'message-0003')))),
    ],
    [
      'in two threads at once',
      (d) => {
        begin(d, lin, NEW)
        addMessage(d, T, message(lin, `message-of-${NEW}`))
      },
    ],
  ])('an id that is taken is refused: %s', (_, edit) => expect(sends(lin, edit)).toBe(false))

  it('what came twice before hinders nobody', () => {
    addMessage(before, T, message(lin, 'message-0002'))
    expect(sends(shi, (d) => addMessage(d, T, message(shi, 'message-0003')))).toBe(true)
    expect(sends(lin, (d) => begin(d, lin, NEW))).toBe(true)
  })

  it('one’s own may be taken away and put back, in one breath or two', () => {
    const away = (d: Y.Doc) => deleteMessage(d, T, 'message-0002')
    const back = (d: Y.Doc) => addMessage(d, T, victims)
    expect(
      sends(shi, (d) => {
        away(d)
        back(d)
      }),
    ).toBe(true)
    away(before)
    expect(sends(shi, back)).toBe(true)
  })

  it('what arrives twice is the same', () => {
    const client = new Y.Doc()
    Y.applyUpdate(client, Y.encodeStateAsUpdate(before))
    addMessage(client, T, message(shi, 'message-0003'))
    const own = Y.encodeStateAsUpdate(client)
    expect(sends(shi, (d) => Y.applyUpdate(d, own))).toBe(true)
    expect(
      sends(
        shi,
        (d) => {
          Y.applyUpdate(d, own)
          addMessage(d, T, message(shi, 'message-0004'))
        },
        (d) => Y.applyUpdate(d, own),
      ),
    ).toBe(true)
  })
})

/** A thread or message of one's own whose every field is as it should be, with something beside them. */
const withThread = (change: (thread: Y.Map<unknown>) => void) => (d: Y.Doc) => {
  begin(d, shi, NEW)
  change(threadAt(d, NEW))
}
const withReply = (change: (reply: Y.Map<unknown>) => void) => (d: Y.Doc) => {
  addMessage(d, T, message(shi, 'message-0003'))
  change(messagesAt(d).get(2))
}
const putWords = (map: Y.Map<unknown>, key: string, words: string) => {
  const shared = new Y.Text(words)
  map.set(key, shared)
  shared.insertEmbed(0, { hidden: LONG })
}
const hidden = () => new Y.ContentAny([LONG])
const goneKey = (map: Y.Map<unknown>) => {
  map.set(LONG, 1)
  map.delete(LONG)
}

describe('[DR14] what no reader sees is refused', () => {
  it.each<[string, (doc: Y.Doc) => void]>([
    [
      'beside an anchor’s fields',
      (d) => begin(d, shi, NEW, { anchor: { ...anchor, extra: LONG } }),
    ],
    ['a list in a thread', withThread((own) => putUnseen(own, null, hidden()))],
    ['a list in a message', withReply((own) => putUnseen(own, null, hidden()))],
    [
      'a map in the list of a new thread’s messages',
      withThread((own) => putUnseen(own.get('messages') as Y.Array<unknown>, 'hidden', hidden())),
    ],
    [
      'what the list of a new thread’s messages does not count',
      withThread((own) =>
        putUnseen(own.get('messages') as Y.Array<unknown>, null, new Y.ContentFormat('b', LONG)),
      ),
    ],
    [
      'a map in a list of messages, with an honest answer',
      (d) => {
        addMessage(d, T, message(shi, 'message-0003'))
        putUnseen(messagesAt(d), 'hidden', hidden())
      },
    ],
    [
      'before the value that is read, in a new message',
      withReply((own) => putUnseen(own, 'text', new Y.ContentAny([LONG, '好。']))),
    ],
    [
      'before the value that is read, in one that is there',
      (d) => putUnseen(messagesAt(d).get(1), 'text', new Y.ContentAny([LONG, '好。'])),
    ],
    [
      'before the letter that is read',
      (d) => putUnseen(messagesAt(d).get(1), 'text', new Y.ContentString(LONG)),
    ],
    ['in words that are a shared text', withReply((own) => putWords(own, 'text', '好。'))],
    ['in the key of what is gone again, in a thread', withThread(goneKey)],
    ['in the key of what is gone again, in a message', withReply(goneKey)],
    [
      'in the key of what is gone again, in one that is there',
      (d) => goneKey(messagesAt(d).get(1)),
    ],
    [
      'in the key of a thread that is gone again',
      (d) => {
        begin(d, shi, LONG)
        threadsMap(d).delete(LONG)
      },
    ],
    [
      'in the digits of a second',
      (d) =>
        addMessage(
          d,
          T,
          message(shi, 'message-0003', { at: `${AT.slice(0, -1)}${'0'.repeat(9999)}Z` }),
        ),
    ],
    [
      'in the name of a hook',
      (d) => {
        const hook = new Y.XmlHook(LONG)
        for (const [key, value] of Object.entries(message(shi, 'message-0003')))
          hook.set(key, value)
        messagesAt(d).push([hook])
      },
    ],
  ])('%s', (_, edit) => expect(sends(shi, edit)).toBe(false))

  it('nor in resolving', () => {
    const resolve = (at: string, by: unknown[]) => (d: Y.Doc) => {
      resolveThread(d, T, { by: lin.userId, at })
      putUnseen(threadAt(d), 'resolvedBy', new Y.ContentAny(by))
    }
    expect(sends(lin, resolve(AT, [lin.userId]))).toBe(true)
    expect(sends(lin, resolve(AT, [LONG, lin.userId]))).toBe(false)
    expect(sends(lin, resolve(`${AT.slice(0, -1)}${'0'.repeat(9999)}Z`, [lin.userId]))).toBe(false)
  })

  it('what is there already hinders nobody', () => {
    putUnseen(messagesAt(before), 'hidden', hidden())
    threadAt(before).set('anchor', { ...anchor, extra: LONG })
    expect(sends(shi, (d) => addMessage(d, T, message(shi, 'message-0003')))).toBe(true)
    expect(sends(lin, (d) => resolveThread(d, T, { by: lin.userId, at: AT }))).toBe(true)
    expect(readThreads(before)).toHaveLength(1)
  })
})
