import 'fake-indexeddb/auto'
import * as decoding from 'lib0/decoding'
import { describe, expect, test, vi } from 'vitest'
import { fakeServer } from './testing/fakeServer.ts'
import { onFakeClock, open, reconnect, saveOf, settled, type } from './testing/openOn.ts'

onFakeClock()

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

describe('[DR30] a server that says nothing', () => {
  test('is not trusted with what it was sent for longer than 5 s, until it answers', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    type(doc, '一')
    vi.advanceTimersByTime(3_000)
    type(doc, '二')
    expect(saveOf(doc)).toBe('saving')
    // Counted from the oldest it owes an answer for: typing on makes it no younger.
    vi.advanceTimersByTime(2_500)
    expect(doc.status.getSnapshot()).toEqual({ kind: 'open', save: 'unsaved', trouble: 'Silent' })
    socket.takesAll()
    socket.acknowledges()
    expect(doc.status.getSnapshot()).toEqual({ kind: 'open', save: 'saved', trouble: null })
    type(doc, '三')
    expect(saveOf(doc)).toBe('saving')
  })

  test('is slow and not silent as long as it goes on answering', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    for (const text of '一二三四') type(doc, text)
    for (let second = 0; second < 12; second += 3) {
      socket.takes()
      socket.acknowledges()
      vi.advanceTimersByTime(3_000)
    }
    expect(saveOf(doc)).toBe('saved')
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

  test('signed in again it connects with what is here, and does not say that it cannot', async () => {
    const server = fakeServer()
    const doc = open(server)
    const socket = await settled(server, doc)
    socket.ends(4401)
    type(doc, '一')
    doc.retry()
    expect(doc.status.getSnapshot()).toEqual({ kind: 'connecting' })
    server.last().opens()
    server.last().asks()
    server.last().takesAll()
    server.last().acknowledges()
    expect(doc.status.getSnapshot()).toEqual({ kind: 'open', save: 'saved', trouble: null })
    expect(server.hasAllOf(doc.doc)).toBe(true)
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
