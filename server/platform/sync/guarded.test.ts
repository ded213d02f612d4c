import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { memoryDocStore } from './memoryDocStore.ts'
import type { DocGuard, DocOwner } from './ports.ts'
import { appendLater } from './testing/appendLater.ts'
import { step1, step2, update } from './testing/frames.ts'
import {
  COMMENTS,
  deferred,
  grantFor,
  type Studio,
  startStudio,
  until,
  updateOf,
} from './testing/syncHarness.ts'

/**
 * A guard as a slice would write one: messages are a map of id → { author, text }. One adds messages
 * under one's own name and changes or removes only those.
 */
const ownMessagesOnly: DocGuard = ({ events, grant }) =>
  events.every((event) => {
    const me = grant.identity.userId
    const root = [...event.transaction.doc.share].find(([, type]) => type === event.currentTarget)
    if (root?.[0] !== 'messages') return false
    if (event.path.length === 0)
      return [...event.changes.keys].every(([id, { action, oldValue }]) => {
        if (action !== 'add') {
          // The old value is a deleted Y.Map; its fields are still readable in here.
          const before = oldValue instanceof Y.Map ? authorIn(oldValue) : null
          return before === me
        }
        const added = (event.target as Y.Map<unknown>).get(id)
        return added instanceof Y.Map && added.get('author') === me
      })
    return (
      event.target instanceof Y.Map &&
      event.target.get('author') === me &&
      !event.changes.keys.has('author')
    )
  })

const authorIn = (map: Y.Map<unknown>): unknown => map._map.get('author')?.content.getContent()[0]

const message = (author: string, text: string) => {
  const map = new Y.Map<unknown>()
  map.set('author', author)
  map.set('text', text)
  return map
}

let studio: Studio
const accepted: string[] = []
const owner: DocOwner = {
  kind: 'comments',
  authorize: async (actor) => grantFor(actor),
  guard: ownMessagesOnly,
  onAccepted: (_id, events, connection) => {
    const keys = events.flatMap((event) => [...event.changes.keys.keys()])
    return () => void accepted.push(`${connection.grant.identity.userId}: ${keys.join(',')}`)
  },
}

beforeEach(async () => {
  accepted.length = 0
  studio = await startStudio({ owners: [owner] })
})
afterEach(() => studio.stop())

const rowsOf = () =>
  (studio.store as ReturnType<typeof memoryDocStore>).docs.get(COMMENTS)?.updates ?? []

const messagesOf = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('messages')

/** A colleague with one message, and a copy of the document for forgers. */
const withMessage = async () => {
  const colleague = studio.stock(COMMENTS, 'wangfang')
  await until('synced', () => colleague.provider.synced)
  messagesOf(colleague.doc).set('m1', message('wangfang', '这里再想想'))
  await until('stored', () => rowsOf().length === 1)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(colleague.doc))
  return { colleague, copy }
}

describe('[DR14] a guarded document', () => {
  test('takes what the guard allows, and tells the owner with events it can read', async () => {
    const { colleague } = await withMessage()
    const other = studio.stock(COMMENTS, 'zhaolei1')
    await until('synced', () => other.provider.synced)
    messagesOf(other.doc).set('m2', message('zhaolei1', '同意'))
    await until('seen', () => messagesOf(colleague.doc).has('m2'))
    messagesOf(other.doc).get('m2')?.set('text', '同意！')
    await until('changed', () => messagesOf(colleague.doc).get('m2')?.get('text') === '同意！')
    messagesOf(other.doc).delete('m2')
    await until('removed', () => !messagesOf(colleague.doc).has('m2'))
    expect(accepted).toEqual(['wangfang: m1', 'zhaolei1: m2', 'zhaolei1: text', 'zhaolei1: m2'])
    expect(other.codes).toEqual([])
  })

  const refused: readonly (readonly [string, (doc: Y.Doc) => Uint8Array])[] = [
    [
      'a message under another’s name',
      (doc) => updateOf((d) => messagesOf(d).set('m9', message('wangfang', '伪')), doc),
    ],
    [
      'a change of another’s text',
      (doc) => updateOf((d) => messagesOf(d).get('m1')?.set('text', '伪'), doc),
    ],
    ['a deletion of another’s message', (doc) => updateOf((d) => messagesOf(d).delete('m1'), doc)],
    [
      'a deletion of one field of another’s message',
      (doc) => updateOf((d) => messagesOf(d).get('m1')?.delete('text'), doc),
    ],
    [
      'another’s message put anew',
      (doc) => updateOf((d) => messagesOf(d).set('m1', message('zhaolei1', '我的了')), doc),
    ],
    [
      'a root nobody knows, as a map',
      (doc) => updateOf((d) => d.getMap('smuggled').set('k', 1), doc),
    ],
    [
      'a root nobody knows, as a list',
      (doc) => updateOf((d) => d.getArray('smuggled').insert(0, [1]), doc),
    ],
    [
      'an honest message together with a deletion of another’s',
      (doc) =>
        updateOf((d) => {
          messagesOf(d).set('m3', message('zhaolei1', '你好'))
          messagesOf(d).delete('m1')
        }, doc),
    ],
    [
      'a list hidden in the messages’ root',
      (doc) =>
        updateOf((d) => {
          const list = new Y.Array<unknown>()
          messagesOf(d).set('m4', list as unknown as Y.Map<unknown>)
          list.insert(0, [1])
        }, doc),
    ],
  ]

  test.each(refused)('refuses %s and nothing of it leaks', async (_what, forge) => {
    const { colleague, copy } = await withMessage()
    const watcher = studio.raw(COMMENTS, 'readerone')
    await watcher.opened
    watcher.send(step1())
    await until('it has the document', () => watcher.ofType(0).length === 2)
    const forger = studio.raw(COMMENTS, 'zhaolei1')
    await forger.opened
    const forged = forge(copy)
    forger.send(update(forged))
    expect((await forger.closed).code).toBe(4422)
    // The trial is what it was: an honest edit is judged, stored and passed on as before.
    messagesOf(colleague.doc).get('m1')?.set('text', '这里再想想吧')
    await until('the honest edit counts', () => rowsOf().length === 2)
    await until('it was passed on', () => watcher.ofType(0).length === 3)
    const server = await studio.rooms.read(COMMENTS)
    expect(messagesOf(server).toJSON()).toEqual({
      m1: { author: 'wangfang', text: '这里再想想吧' },
    })
    expect(server.share.has('smuggled')).toBe(false)
    expect(accepted).toEqual(['wangfang: m1', 'wangfang: text'])
    // Control: without the guard the update would have done something.
    const bare = new Y.Doc()
    Y.applyUpdate(bare, rowsOf()[0]!.update)
    const before = JSON.stringify(Y.encodeStateAsUpdate(bare))
    Y.applyUpdate(bare, forged)
    expect(JSON.stringify(Y.encodeStateAsUpdate(bare))).not.toBe(before)
  })

  test('a whole state with one forged message inside is refused as a whole', async () => {
    const { copy } = await withMessage()
    updateOf((d) => messagesOf(d).set('mine', message('zhaolei1', '好')), copy)
    updateOf((d) => messagesOf(d).set('forged', message('wangfang', '伪')), copy)
    const forger = studio.raw(COMMENTS, 'zhaolei1')
    await forger.opened
    forger.send(step2(Y.encodeStateAsUpdate(copy)))
    expect((await forger.closed).code).toBe(4422)
    expect(Object.keys(messagesOf(await studio.rooms.read(COMMENTS)).toJSON())).toEqual(['m1'])
  })

  test('judges the same after the room was closed and opened from the store', async () => {
    const { colleague, copy } = await withMessage()
    colleague.leave()
    await until('gone', () => studio.rooms.local.connections(COMMENTS).length === 0)
    const forger = studio.raw(COMMENTS, 'zhaolei1')
    await forger.opened
    forger.send(update(updateOf((d) => messagesOf(d).delete('m1'), copy)))
    expect((await forger.closed).code).toBe(4422)
    const honest = studio.stock(COMMENTS, 'wangfang')
    await until('synced', () => honest.provider.synced)
    messagesOf(honest.doc).delete('m1')
    await until('its author may', () => rowsOf().length === 2)
  })

  test('the owner acts upon an update when it is written, and never upon one that is not', async () => {
    await studio.stop()
    const store = memoryDocStore()
    const [first, second] = [deferred(), deferred()]
    const answers = [first, second]
    let appends = 0
    studio = await startStudio({
      owners: [owner],
      retry: { attempts: 1, pauseMs: 1 },
      store: {
        ...store,
        append: appendLater(async (batch) => {
          appends += 1
          await answers.shift()?.promise
          return store.append(batch)
        }),
      },
    })
    const client = studio.stock(COMMENTS, 'wangfang')
    await until('synced', () => client.provider.synced)
    messagesOf(client.doc).set('m1', message('wangfang', '这里再想想'))
    await until('underway', () => appends === 1)
    expect(accepted).toEqual([])
    first.reject(new Error('disk full'))
    await until('it comes back with it', () => appends === 2)
    expect([client.codes, accepted]).toEqual([[4507], []])
    second.resolve()
    await until('written', () => accepted.length > 0)
    expect(accepted).toEqual(['wangfang: m1'])
  })

  test('a guard that throws has refused', async () => {
    await studio.stop()
    const guard = () => {
      throw new Error('a defect')
    }
    studio = await startStudio({ owners: [{ ...owner, guard }] })
    const client = studio.raw(COMMENTS, 'zhaolei1')
    await client.opened
    client.send(update(updateOf((d) => messagesOf(d).set('m', message('zhaolei1', '好')))))
    expect((await client.closed).code).toBe(4422)
  })

  test('what follows from one update follows once, and not from the next that is taken by what it says', async () => {
    await studio.stop()
    studio = await startStudio({ owners: [{ ...owner, guardAhead: () => true }] })
    const { colleague } = await withMessage()
    await until('the owner has acted', () => accepted.length === 1)
    messagesOf(colleague.doc).get('m1')?.set('text', '这里再想想吧')
    await until('stored', () => rowsOf().length === 2)
    messagesOf(colleague.doc).set('m2', message('wangfang', '还有'))
    await until('and acts again', () => accepted.length > 1)
    expect(accepted).toEqual(['wangfang: m1', 'wangfang: m2'])
  })

  test('the server’s own edits are not judged, and the next edit is judged upon them', async () => {
    await studio.rooms.transact(COMMENTS, (doc) => {
      doc.getMap('messages').set('sys', message('wangfang', '系统'))
    })
    const client = studio.stock(COMMENTS, 'wangfang')
    await until('synced', () => messagesOf(client.doc).has('sys'))
    messagesOf(client.doc).get('sys')?.set('text', '改')
    await until('stored', () => rowsOf().length === 2)
    expect(client.codes).toEqual([])
  })
})
