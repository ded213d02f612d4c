import 'fake-indexeddb/auto'
import * as decoding from 'lib0/decoding'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { type OpenDoc, type OpenDocOptions, openDoc } from './openDoc.ts'
import { fakeServer } from './testing/fakeServer.ts'

const NAME = 'plan:plan0001' as const
const opened: OpenDoc[] = []

const open = (
  server: ReturnType<typeof fakeServer>,
  more: Partial<OpenDocOptions> = {},
): OpenDoc => {
  const doc = openDoc({
    name: NAME,
    url: 'ws://studio/ws/docs',
    WebSocketClass: server.WebSocketClass,
    ...more,
  })
  opened.push(doc)
  return doc
}

const type = (doc: OpenDoc, text: string) => {
  const body = doc.doc.getText('body')
  body.insert(body.length, text)
}
const saveOf = (doc: OpenDoc) => doc.save.getSnapshot()
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  for (const doc of opened.splice(0)) doc.dispose()
  vi.useRealTimers()
})

/** Long enough for y-websocket's back-off, on the fake clock. */
const reconnect = () => vi.advanceTimersByTime(3000)

const settled = async (server: ReturnType<typeof fakeServer>, doc: OpenDoc) => {
  await until(() => server.sockets.length === 1)
  const socket = server.last()
  socket.opens()
  socket.asks()
  socket.takesAll()
  socket.acknowledges()
  expect(doc.status.getSnapshot()).toEqual({ kind: 'open', save: 'saved', trouble: null })
  return socket
}

describe('[DR30] the save state', () => {
  test('is saving when sent and saved only when acknowledged', async () => {
    const server = fakeServer()
    const doc = open(server)
    expect(doc.status.getSnapshot()).toEqual({ kind: 'connecting' })
    const socket = await settled(server, doc)
    type(doc, '一')
    expect(saveOf(doc)).toBe('saving')
    socket.takesAll()
    expect(saveOf(doc)).toBe('saving')
    socket.acknowledges()
    expect(saveOf(doc)).toBe('saved')
    expect(server.hasAllOf(doc.doc)).toBe(true)
  })

  test('is unsaved without a connection, whatever was underway', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    type(doc, '一')
    socket.ends()
    expect(doc.status.getSnapshot()).toMatchObject({ kind: 'offline', save: 'unsaved' })
    reconnect()
    const again = server.last()
    expect(again).not.toBe(socket)
    again.opens()
    expect(saveOf(doc)).toBe('unsaved')
    again.asks()
    expect(saveOf(doc)).toBe('saving')
    again.takesAll()
    again.acknowledges()
    expect(saveOf(doc)).toBe('saved')
    expect(server.hasAllOf(doc.doc)).toBe(true)
  })

  test('an acknowledgement of a message before the SyncStep2 proves nothing', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    socket.ends()
    type(doc, '离线')
    reconnect()
    const again = server.last()
    again.opens()
    type(doc, '一')
    again.saved = 1
    again.acknowledges()
    expect(saveOf(doc)).toBe('unsaved')
    again.saved = 0
    again.takes()
    again.takes()
    again.asks()
    again.takesAll()
    again.acknowledges()
    expect(saveOf(doc)).toBe('saved')
    expect(server.hasAllOf(doc.doc)).toBe(true)
  })

  test('counts begin anew with every connection: an old count acknowledges nothing new', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    for (const text of '一二三') type(doc, text)
    socket.takesAll()
    socket.acknowledges()
    expect(saveOf(doc)).toBe('saved')
    socket.ends()
    reconnect()
    const again = server.last()
    again.opens()
    again.asks()
    type(doc, '四')
    expect(saveOf(doc)).toBe('saving')
    again.saved = 1
    again.acknowledges()
    expect(saveOf(doc)).toBe('saving')
    again.saved = 0
    again.takesAll()
    expect(again.saved).toBe(2)
    again.acknowledges()
    expect(saveOf(doc)).toBe('saved')
  })
})

describe('[DR30] a server that cannot save', () => {
  test('lets one connect and send, and that counts for nothing until it acknowledges', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    type(doc, '一')
    socket.ends(4507)
    reconnect()
    const again = server.last()
    again.opens()
    again.asks()
    again.takesAll()
    expect(doc.status.getSnapshot()).toEqual({
      kind: 'open',
      save: 'unsaved',
      trouble: 'CannotSave',
    })
    again.acknowledges()
    expect(doc.status.getSnapshot()).toEqual({ kind: 'open', save: 'saved', trouble: null })
    type(doc, '二')
    expect(saveOf(doc)).toBe('saving')
  })
})

describe('[DR30] the copy in the browser', () => {
  test('makes it local, survives a reload, and is sent when the connection is back', async () => {
    vi.useRealTimers()
    const server = fakeServer()
    const userId = `user-${Math.random()}`
    const before = open(server, { offline: true, userId })
    expect(saveOf(before)).toBe('local')
    await until(() => server.sockets.length === 1)
    type(before, '离线写的')
    expect(saveOf(before)).toBe('unsaved')
    await until(() => saveOf(before) === 'local')
    before.dispose()

    const after = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 2)
    expect(after.doc.getText('body').toString()).toBe('离线写的')
    expect(saveOf(after)).toBe('local')
    const socket = server.last()
    socket.opens()
    socket.asks()
    expect(saveOf(after)).toBe('saving')
    socket.takesAll()
    socket.acknowledges()
    expect(saveOf(after)).toBe('saved')
    expect(server.hasAllOf(after.doc)).toBe(true)
  })

  test('is each user’s own', async () => {
    vi.useRealTimers()
    const server = fakeServer()
    const mine = open(server, { offline: true, userId: `a-${Math.random()}` })
    await until(() => server.sockets.length === 1)
    type(mine, '我的')
    await until(() => saveOf(mine) === 'local')
    const other = open(server, { offline: true, userId: `b-${Math.random()}` })
    await until(() => server.sockets.length === 2)
    expect(other.doc.getText('body').toString()).toBe('')
  })

  test('that silently refuses to write does not make anything local', async () => {
    vi.useRealTimers()
    const server = fakeServer()
    const doc = open(server, { offline: true, userId: `full-${Math.random()}` })
    await until(() => server.sockets.length === 1)
    type(doc, '一')
    await until(() => saveOf(doc) === 'local')
    // A full disk: every write fails, reads go on.
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (
      this: IDBObjectStore,
    ) {
      this.transaction.abort()
      return {} as IDBRequest<IDBValidKey>
    })
    type(doc, '二')
    await new Promise((resolve) => setTimeout(resolve))
    await until(() => add.mock.calls.length >= 2)
    expect(saveOf(doc)).toBe('unsaved')
    add.mockRestore()
    type(doc, '三')
    await until(() => saveOf(doc) === 'local')
  })

  test('that lost a row is sent without what hangs on it; with the row back, all of it is', async () => {
    vi.useRealTimers()
    const server = fakeServer()
    const userId = `hole-${Math.random()}`
    const source = new Y.Doc()
    const rows: Uint8Array[] = []
    source.on('update', (update: Uint8Array) => rows.push(update))
    for (const text of ['一', '二', '三']) source.getText('body').insert(0, text)
    const before = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 1)
    // The second row is missing in the storage, and the server has it.
    Y.applyUpdate(before.doc, rows[0]!)
    Y.applyUpdate(before.doc, rows[2]!)
    await until(() => saveOf(before) === 'local')
    before.dispose()
    Y.applyUpdate(server.disk, rows[0]!)
    Y.applyUpdate(server.disk, rows[1]!)

    const after = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 2)
    expect(after.doc.store.pendingStructs).toBeNull()
    const socket = server.last()
    socket.opens()
    socket.asks()
    socket.takesAll()
    expect(after.doc.getText('body').toString()).toBe('三二一')
    expect(server.disk.store.pendingStructs).toBeNull()
    socket.acknowledges()
    expect(saveOf(after)).toBe('saved')
    expect(server.disk.getText('body').toString()).toBe('三二一')
  })

  test('remembers the epoch it belongs to', async () => {
    vi.useRealTimers()
    const server = fakeServer()
    const userId = `epoch-${Math.random()}`
    const first = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 1)
    expect(new URL(server.last().url).searchParams.get('epoch')).toBe('')
    server.last().opens()
    server.last().says(Uint8Array.of(101, 2, 101, 49).buffer)
    type(first, '一')
    await until(() => saveOf(first) === 'local')
    first.dispose()
    open(server, { offline: true, userId })
    await until(() => server.sockets.length === 2)
    expect(new URL(server.last().url).searchParams.get('epoch')).toBe('e1')
    server.last().opens()
    server.last().ends(4409)
    expect(opened.at(-1)?.status.getSnapshot()).toEqual({ kind: 'refused', reason: 'OutOfDate' })
  })
})

describe('[DR31] ends', () => {
  test.each([
    [4401, 'NotSignedIn'],
    [4403, 'Forbidden'],
    [4404, 'NotFound'],
    [4400, 'Malformed'],
    [4422, 'Refused'],
    [4413, 'TooLarge'],
    [1009, 'TooLarge'],
    [4499, 'Refused'],
  ])('%i is final: %s', async (code, reason) => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    socket.ends(code)
    expect(doc.status.getSnapshot()).toEqual({ kind: 'refused', reason })
    reconnect()
    expect(server.sockets).toHaveLength(1)
    type(doc, '还在')
    expect(saveOf(doc)).toBe('unsaved')
  })

  test.each([
    [1006, null],
    [1012, 'ShuttingDown'],
    [4507, 'CannotSave'],
    [4508, 'TooSlow'],
    [4510, 'AccessChanged'],
  ])('%i comes back, and says why it went: %s', async (code, cause) => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    socket.ends(code)
    expect(doc.status.getSnapshot()).toMatchObject({ kind: 'offline', save: 'saved', cause })
    reconnect()
    expect(server.sockets).toHaveLength(2)
    server.last().opens()
    server.last().asks()
    server.last().takesAll()
    expect(doc.status.getSnapshot().kind).toBe('open')
  })

  test('a disposed document leaves nothing running', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    doc.dispose()
    expect(socket.readyState).toBe(3)
    reconnect()
    expect(server.sockets).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('[DR32] presence', () => {
  const clocksOf = (messages: readonly Uint8Array[]) =>
    messages.map((message) => {
      const outer = decoding.createDecoder(message)
      decoding.readVarUint(outer)
      const inner = decoding.createDecoder(decoding.readVarUint8Array(outer))
      decoding.readVarUint(inner)
      decoding.readVarUint(inner)
      return decoding.readVarUint(inner)
    })

  test('is said with a higher clock on every connection', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    const before = Math.max(...clocksOf(socket.presence))
    socket.ends()
    reconnect()
    server.last().opens()
    server.last().takesAll()
    expect(Math.max(...clocksOf(server.last().presence))).toBeGreaterThan(before)
  })

  test('of others is not echoed to the server', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    const before = socket.presence.length
    const state = new TextEncoder().encode('{"user":{"userId":"zhaolei1","name":"赵","hue":"lin"}}')
    socket.says(Uint8Array.of(1, state.length + 4, 1, 7, 1, state.length, ...state).buffer)
    expect(doc.awareness.getStates().has(7)).toBe(true)
    socket.takesAll()
    expect(socket.presence).toHaveLength(before)
    socket.ends()
    expect(doc.awareness.getStates().has(7)).toBe(false)
    expect(doc.awareness.meta.has(7)).toBe(false)
  })
})
