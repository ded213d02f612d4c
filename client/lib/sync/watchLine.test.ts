import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import { type OpenDoc, openDoc } from './openDoc.ts'
import { fakeServer } from './testing/fakeServer.ts'

let server: ReturnType<typeof fakeServer>
let doc: OpenDoc

const open = (): OpenDoc =>
  openDoc({
    name: 'plan:plan0001',
    url: 'ws://studio/ws/docs',
    WebSocketClass: server.WebSocketClass,
  })

/** What the server says to break the silence. */
const beat = () => server.last().says(Uint8Array.of(1, 1, 0).buffer)

const synced = async () => {
  await vi.waitFor(() => expect(server.sockets.length).toBeGreaterThan(0))
  const socket = server.last()
  socket.opens()
  socket.asks()
  socket.takesAll()
  socket.acknowledges()
  expect(doc.status.getSnapshot().kind).toBe('open')
  return socket
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  })
  server = fakeServer()
  doc = open()
})
afterEach(() => {
  vi.restoreAllMocks()
  doc.dispose()
  vi.useRealTimers()
})

describe('[DR33] a silently dead line', () => {
  test('is noticed within 15 s, and another is tried at once', async () => {
    const socket = await synced()
    vi.advanceTimersByTime(12_000)
    expect(doc.status.getSnapshot().kind).toBe('open')
    vi.advanceTimersByTime(3_000)
    expect(doc.status.getSnapshot()).toMatchObject({ kind: 'offline', cause: null })
    expect(server.last()).not.toBe(socket)
    doc.doc.getText('body').insert(0, '一')
    expect(doc.save.getSnapshot()).toBe('unsaved')
  })

  test('is not what a server with little to say has: it is asked, and its answer is enough', async () => {
    const socket = await synced()
    for (let s = 0; s < 120; s += 1) {
      vi.advanceTimersByTime(1_000)
      socket.takesAll()
    }
    expect(server.last()).toBe(socket)
    expect(doc.status.getSnapshot()).toMatchObject({ kind: 'open', save: 'saved' })
  })

  test('is not what a server has that breaks the silence; it need not be asked', async () => {
    const socket = await synced()
    const before = socket.underway.length
    for (let s = 0; s < 10; s += 1) {
      vi.advanceTimersByTime(8_000)
      beat()
    }
    expect(server.last()).toBe(socket)
    // Renewals of one's own presence go out; questions do not.
    const questions = socket.underway.slice(before).filter((sent) => sent[0] === 0)
    expect(questions).toEqual([])
  })

  test('that does not even open is given up for another', async () => {
    await vi.waitFor(() => expect(server.sockets).toHaveLength(1))
    vi.advanceTimersByTime(12_000)
    expect(server.sockets.length).toBeGreaterThan(1)
  })

  test('that was cut before the document was here gets longer the next time: it may be slow', async () => {
    const connects = vi.spyOn(WebsocketProvider.prototype, 'connect')
    await vi.waitFor(() => expect(server.sockets).toHaveLength(1))
    server.last().opens()
    vi.advanceTimersByTime(15_000)
    expect(server.sockets).toHaveLength(2)
    server.last().opens()
    server.last().asks()
    vi.advanceTimersByTime(175_000)
    expect(server.sockets).toHaveLength(2)
    // By its own clock, which tests cannot turn, y-websocket ends what it has not heard for 30 s.
    const provider = connects.mock.contexts[0] as WebsocketProvider
    expect(provider.wsLastMessageReceived).toBeGreaterThan(Date.now() - 5_000)
    server.last().takesAll()
    expect(doc.status.getSnapshot().kind).toBe('open')
  })

  test('that brings no document in three minutes is given up as well', async () => {
    await vi.waitFor(() => expect(server.sockets).toHaveLength(1))
    server.last().opens()
    vi.advanceTimersByTime(15_000)
    server.last().opens()
    server.last().asks()
    vi.advanceTimersByTime(190_000)
    expect(server.sockets).toHaveLength(3)
  })

  test('that is not even greeted is not slow', async () => {
    await vi.waitFor(() => expect(server.sockets).toHaveLength(1))
    server.last().opens()
    vi.advanceTimersByTime(15_000)
    server.last().opens()
    vi.advanceTimersByTime(40_000)
    expect(server.sockets.length).toBeGreaterThan(2)
  })
})

describe('[DR33] a line that speaks and acknowledges nothing', () => {
  const speaksFor = (seconds: number): void => {
    for (let s = 0; s < seconds; s += 1) {
      vi.advanceTimersByTime(1_000)
      beat()
    }
  }
  const type = () => doc.doc.getText('body').insert(0, '一')
  /** Another line, which brings the document and is given what the server lacks. */
  const again = () => {
    const socket = server.last()
    socket.opens()
    socket.asks()
    socket.takesAll()
    return socket
  }

  test('has lost what it was given: after 15 s another is tried, and brings it', async () => {
    const socket = await synced()
    type()
    socket.underway.length = 0
    speaksFor(14)
    expect(server.last()).toBe(socket)
    expect(doc.status.getSnapshot()).toMatchObject({ kind: 'open', trouble: 'Silent' })
    speaksFor(3)
    expect(server.last()).not.toBe(socket)
    again().acknowledges()
    expect(doc.status.getSnapshot()).toEqual({ kind: 'open', save: 'saved', trouble: null })
    expect(server.hasAllOf(doc.doc)).toBe(true)
  })

  test('may only be slow: each that is cut for it gives the next one twice the time', async () => {
    // Twice and some more, by chance: here none.
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const first = await synced()
    type()
    speaksFor(17)
    const second = again()
    expect(second).not.toBe(first)
    speaksFor(29)
    expect(server.last()).toBe(second)
    speaksFor(3)
    const third = again()
    expect(third).not.toBe(second)
    speaksFor(50)
    expect(server.last()).toBe(third)
    third.acknowledges()
    type()
    third.underway.length = 0
    speaksFor(17)
    expect(server.last()).not.toBe(third)
  })

  test('is not cut while the document is on its way, nor while nothing is waited for', async () => {
    const socket = await synced()
    speaksFor(40)
    expect(server.last()).toBe(socket)
    type()
    socket.ends()
    vi.advanceTimersByTime(3_000)
    const next = server.last()
    expect(next).not.toBe(socket)
    next.opens()
    next.asks()
    speaksFor(40)
    expect(server.last()).toBe(next)
  })
})

describe('[DR33] waking up', () => {
  test('cuts at once what has been silent while the computer slept', async () => {
    const socket = await synced()
    vi.setSystemTime(Date.now() + 8 * 3_600_000)
    document.dispatchEvent(new Event('resume'))
    expect(doc.status.getSnapshot().kind).toBe('offline')
    expect(server.last()).not.toBe(socket)
  })

  test('does not wait for the next attempt', async () => {
    const socket = await synced()
    socket.ends()
    expect(server.sockets).toHaveLength(1)
    window.dispatchEvent(new Event('online'))
    expect(server.sockets).toHaveLength(2)
  })

  test('does not open again what the server has refused', async () => {
    const socket = await synced()
    socket.ends(4403)
    window.dispatchEvent(new Event('online'))
    vi.advanceTimersByTime(60_000)
    expect(server.sockets).toHaveLength(1)
  })

  test('a browser that says it has no network has no line', async () => {
    await synced()
    window.dispatchEvent(new Event('offline'))
    expect(doc.status.getSnapshot().kind).toBe('offline')
  })

  test('after the end nobody listens any more', async () => {
    await synced()
    doc.dispose()
    window.dispatchEvent(new Event('online'))
    document.dispatchEvent(new Event('visibilitychange'))
    vi.advanceTimersByTime(60_000)
    expect(server.sockets).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
