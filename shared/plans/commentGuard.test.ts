import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { UserId } from '../ids.ts'
import { anchorOfQuote } from './anchors.ts'
import { type Commenter, mayReword } from './commentGuard.ts'
import type { Message } from './comments.ts'
import { bodyOf, mayEditComments, testPlanDoc } from './testing.ts'
import {
  addMessage,
  addThread,
  deleteMessage,
  editMessage,
  keyOfMessage,
  readThreads,
  resolveThread,
  stampMessages,
  threadsMap,
} from './threads.ts'

const lin: Commenter = { userId: 'user-lin-0001', name: '林若溪', mayResolve: false }
const shi: Commenter = { userId: 'user-shi-0001', name: '石远', mayResolve: false }
const shen: Commenter = { userId: 'user-shen-001', name: '沈秋', mayResolve: true }
const T = 'thread-00001'
const AT = '2026-09-09T02:00:00.000Z'
const anchor = anchorOfQuote(bodyOf(testPlanDoc()), '带壳的花生')!

const message = (by: Commenter, id: string, more: Partial<Message> = {}): Message => ({
  id,
  authorId: by.userId as UserId,
  authorName: by.name,
  at: AT,
  text: '好。',
  ...more,
})
const thread = (by: Commenter, threadId: string, more: object = {}) => ({
  threadId,
  kind: 'question' as const,
  anchor,
  messages: [message(by, threadId === T ? 'message-0001' : 'message-0005')],
  ...more,
})

let before: Y.Doc

const sends = (by: Commenter, edit: (doc: Y.Doc) => void): boolean =>
  mayEditComments(before, by, edit)

const messagesAt = (doc: Y.Doc) =>
  threadsMap(doc).get(T)!.get('messages') as Y.Array<Y.Map<unknown>>

beforeEach(() => {
  before = new Y.Doc()
  addThread(before, thread(lin, T))
  addMessage(before, T, message(shi, 'message-0002'))
})

describe('what a commenter may do', () => {
  it.each<[string, Commenter, (doc: Y.Doc) => void]>([
    ['begin a thread', shi, (d) => addThread(d, thread(shi, 'thread-00002'))],
    ['answer', lin, (d) => addMessage(d, T, message(lin, 'message-0003'))],
    [
      'answer what was written long ago, offline',
      lin,
      (d) => addMessage(d, T, message(lin, 'message-0003', { at: '2026-09-01T02:00:00.000Z' })),
    ],
    ['change their own words', shi, (d) => editMessage(d, T, 'message-0002', '不对。')],
    [
      'change what they wrote when they were called otherwise',
      { ...shi, name: '石元' },
      (d) => editMessage(d, T, 'message-0002', '不对。'),
    ],
    ['take their own answer away', shi, (d) => deleteMessage(d, T, 'message-0002')],
    ['resolve their own thread', lin, (d) => resolveThread(d, T, { by: lin.userId, at: AT })],
    [
      'resolve any thread as a writer of the plan',
      shen,
      (d) => resolveThread(d, T, { by: shen.userId, at: AT }),
    ],
  ])('%s', (_, by, edit) => expect(sends(by, edit)).toBe(true))

  it('reopen', () => {
    resolveThread(before, T, { by: shen.userId, at: AT })
    expect(sends(lin, (d) => resolveThread(d, T, null))).toBe(true)
    expect(sends(shi, (d) => resolveThread(d, T, null))).toBe(false)
  })

  it('take their whole thread away while nobody has answered', () => {
    addThread(before, thread(shi, 'thread-00002'))
    expect(sends(shi, (d) => deleteMessage(d, 'thread-00002', 'message-0005'))).toBe(true)
    expect(sends(lin, (d) => deleteMessage(d, 'thread-00002', 'message-0005'))).toBe(false)
  })
})

describe('what is refused', () => {
  it.each<[string, Commenter, (doc: Y.Doc) => void]>([
    [
      'another’s name',
      shi,
      (d) =>
        addThread(
          d,
          thread(shi, 'thread-00002', {
            messages: [message(shi, 'message-0005', { authorName: '林若溪' })],
          }),
        ),
    ],
    ['another’s id', shi, (d) => addMessage(d, T, message(lin, 'message-0003'))],
    ['another’s words', shi, (d) => editMessage(d, T, 'message-0001', '同意。')],
    [
      'another’s words, as a writer of the plan',
      shen,
      (d) => editMessage(d, T, 'message-0001', '同意。'),
    ],
    ['another’s answer taken away', lin, (d) => deleteMessage(d, T, 'message-0002')],
    ['a first message taken from under its answers', lin, (d) => messagesAt(d).delete(0, 1)],
    [
      'an answer put before the first',
      shi,
      (d) => messagesAt(d).insert(0, [new Y.Map(Object.entries(message(shi, 'message-0003')))]),
    ],
    [
      'a message replaced by one’s own',
      shi,
      (d) => {
        messagesAt(d).delete(0, 1)
        messagesAt(d).insert(0, [new Y.Map(Object.entries(message(shi, 'message-0003')))])
      },
    ],
    ['a thread deleted', lin, (d) => threadsMap(d).delete(T)],
    ['a thread put in another’s place', lin, (d) => addThread(d, thread(lin, T))],
    [
      'a thread moved',
      lin,
      (d) =>
        threadsMap(d)
          .get(T)!
          .set('anchor', { ...anchor, quote: '别处' }),
    ],
    ['a thread’s kind changed', lin, (d) => threadsMap(d).get(T)!.set('kind', 'agree')],
    ['its messages replaced', lin, (d) => threadsMap(d).get(T)!.set('messages', new Y.Array())],
    ['resolving another’s thread', shi, (d) => resolveThread(d, T, { by: shi.userId, at: AT })],
    ['resolving in another’s name', shen, (d) => resolveThread(d, T, { by: lin.userId, at: AT })],
    [
      'the time of one’s own message changed',
      lin,
      (d) => messagesAt(d).get(0).set('at', '2020-01-01T00:00:00.000Z'),
    ],
    ['the author changed', shi, (d) => messagesAt(d).get(0).set('authorId', shi.userId)],
    [
      'a thread that comes resolved',
      shi,
      (d) => addThread(d, thread(shi, 'thread-00002', { resolved: { by: lin.userId, at: AT } })),
    ],
    [
      'a thread with another’s answer in it',
      shi,
      (d) =>
        addThread(
          d,
          thread(shi, 'thread-00002', {
            messages: [message(shi, 'message-0005'), message(lin, 'message-0006')],
          }),
        ),
    ],
    [
      'a kind that is none',
      shi,
      (d) => addThread(d, thread(shi, 'thread-00002', { kind: 'rant' })),
    ],
    [
      'a message of 2,001 characters',
      shi,
      (d) => addMessage(d, T, message(shi, 'message-0003', { text: '长'.repeat(2001) })),
    ],
    ['fields nobody knows', shi, (d) => messagesAt(d).get(1).set('html', '<b>')],
    ['a stowaway beside the thread’s fields', shi, (d) => threadsMap(d).get(T)!.set('note', 'x')],
    [
      'another root',
      shi,
      (d) => {
        d.getMap('other').set('a', 1)
      },
    ],
    ['plain text for a message', shi, (d) => messagesAt(d).push(['好'] as never)],
    [
      'a thread of plain JSON',
      shi,
      (d) => {
        threadsMap(d).set('thread-00002', { kind: 'agree' } as never)
      },
    ],
  ])('%s', (_, by, edit) => expect(sends(by, edit)).toBe(false))

  it('everything at once is refused for one forged part', () =>
    expect(
      sends(shi, (d) => {
        addThread(d, thread(shi, 'thread-00002'))
        editMessage(d, T, 'message-0001', '同意。')
      }),
    ).toBe(false))
})

describe('of words in the place of others it is known ahead', () => {
  const reword = (
    by: Commenter,
    more: Partial<{ map: Y.Map<unknown>; key: string; value: unknown }> = {},
  ): boolean =>
    mayReword({ map: messagesAt(before).get(1), key: 'text', value: '不对。', ...more }, by)

  it('that they are one’s own', () => {
    expect(reword(shi)).toBe(true)
    expect(reword({ ...shi, name: '石元' })).toBe(true)
  })

  it('that they may not be, or not for sure', () => {
    expect(reword(lin)).toBe(false)
    expect(reword(shen)).toBe(false)
    expect(reword(shi, { value: '长'.repeat(2001) })).toBe(false)
    expect(reword(shi, { value: { text: '好' } })).toBe(false)
    for (const key of ['id', 'authorId', 'authorName', 'at', 'html'])
      expect(reword(shi, { key })).toBe(false)
    const thread = threadsMap(before).get(T)!
    for (const key of ['text', 'kind', 'resolvedBy'])
      expect(reword(lin, { map: thread, key, value: lin.userId })).toBe(false)
  })

  it('that they are nowhere a comment is', () => {
    const stray = new Y.Map<unknown>(Object.entries(message(shi, 'message-0009')))
    threadsMap(before).get(T)!.set('note', stray)
    expect(reword(shi, { map: stray })).toBe(false)
    const words = messagesAt(before).get(1)
    expect(reword(shi, { map: words })).toBe(true)
    before.getMap('other').set('a', 1)
    expect(reword(shi, { map: words })).toBe(false)
  })
})

describe('times', () => {
  it('of messages that claim another hour are the server’s; known and punctual ones stay', () => {
    const now = Date.parse(AT) + 60_000
    addMessage(before, T, message(lin, 'message-0003', { at: '2031-01-01T00:00:00.000Z' }))
    addMessage(before, T, message(lin, 'message-0004', { at: '2020-01-01T00:00:00.000Z' }))
    const known = new Set([keyOfMessage(readThreads(before)[0]!.messages[3]!)])
    expect(stampMessages(before, known, now)).toBe(true)
    expect(readThreads(before)[0]!.messages.map((m) => m.at)).toEqual([
      AT,
      AT,
      new Date(now).toISOString(),
      '2020-01-01T00:00:00.000Z',
    ])
    expect(stampMessages(before, known, now)).toBe(false)
  })
})
