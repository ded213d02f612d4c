import { afterEach, beforeEach, expect, vi } from 'vitest'
import { type OpenDoc, type OpenDocOptions, openDoc } from '../openDoc.ts'
import type { FakeServer, FakeSocket } from './fakeServer.ts'

const opened: OpenDoc[] = []

/** A document on a server in the test's hand; disposed of when the test is over. */
export const open = (server: FakeServer, more: Partial<OpenDocOptions> = {}): OpenDoc => {
  const doc = openDoc({
    name: 'plan:plan0001',
    url: 'ws://studio/ws/docs',
    WebSocketClass: server.WebSocketClass,
    ...more,
  })
  opened.push(doc)
  return doc
}

export const type = (doc: OpenDoc, text: string): void => {
  const body = doc.doc.getText('body')
  body.insert(body.length, text)
}

export const saveOf = (doc: OpenDoc) => doc.save.getSnapshot()
export const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)

/** Long enough for y-websocket's back-off, on the fake clock. */
export const reconnect = () => vi.advanceTimersByTime(3000)

/** Connected, and everything acknowledged. */
export const settled = async (server: FakeServer, doc: OpenDoc): Promise<FakeSocket> => {
  await until(() => server.sockets.length === 1)
  const socket = server.last()
  socket.opens()
  socket.asks()
  socket.takesAll()
  socket.acknowledges()
  expect(doc.status.getSnapshot()).toEqual({ kind: 'open', save: 'saved', trouble: null })
  return socket
}

export const disposeAfterEach = (): void =>
  afterEach(() => {
    for (const doc of opened.splice(0)) doc.dispose()
  })

/** Timers stand still until a test moves them. */
export const onFakeClock = (): void => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  disposeAfterEach()
}
