import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { fakeServer } from './testing/fakeServer.ts'
import { disposeAfterEach, open, saveOf, type, until } from './testing/openOn.ts'

disposeAfterEach()

/** What nobody caught: in a browser it would be in the console and in no one's hands. */
let uncaught: unknown[] = []
const onUncaught = (reason: unknown): void => {
  uncaught.push(reason)
}
beforeEach(() => {
  uncaught = []
  process.on('unhandledRejection', onUncaught)
})
afterEach(() => {
  process.off('unhandledRejection', onUncaught)
  vi.restoreAllMocks()
})

const nameOf = (userId: string) => `yanke/${userId}/plan:plan0001`

/** As another tab's signing out does it. */
const takenAway = (userId: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(nameOf(userId))
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })

const epochMessage = (epoch: string) =>
  Uint8Array.of(101, epoch.length, ...new TextEncoder().encode(epoch)).buffer
const epochIn = (url: string) => new URL(url).searchParams.get('epoch')

describe('[DR30] storage that is taken away under an open page', () => {
  test('holds up neither typing nor what others send, and is said', async () => {
    const server = fakeServer()
    const userId = `taken-${Math.random()}`
    const doc = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 1)
    type(doc, '一')
    await until(() => saveOf(doc) === 'local')
    await takenAway(userId)
    expect(() => type(doc, '二')).not.toThrow()
    // Kept anew, or sealed: what is said is so either way.
    await until(() => saveOf(doc) === 'local')
    window.dispatchEvent(new Event('focus'))
    const said = vi.spyOn(console, 'error')
    server.disk.getText('body').insert(0, '别人写的')
    const socket = server.last()
    socket.opens()
    socket.says(epochMessage('e1'))
    socket.asks()
    socket.takesAll()
    socket.acknowledges()
    expect(saveOf(doc)).toBe('saved')
    expect(doc.doc.getText('body').toString()).toContain('别人写的')
    expect(said).not.toHaveBeenCalled()
    await new Promise((resolve) => setTimeout(resolve))
    expect(uncaught).toEqual([])
  })
})

describe('[DR20] the epoch of the copy in the browser', () => {
  test('that there was no room for is written as soon as there is some', async () => {
    const server = fakeServer()
    const userId = `room-${Math.random()}`
    const before = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 1)
    const { put } = IDBObjectStore.prototype
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      const request = put.call(this, value, key)
      if (key === 'epoch') this.transaction.abort()
      return request
    })
    server.last().opens()
    server.last().says(epochMessage('e1'))
    server.last().asks()
    server.last().takesAll()
    await vi.waitFor(() => expect(full.mock.results.length).toBeGreaterThan(0))
    server.last().ends()
    full.mockRestore()
    type(before, '一')
    await until(() => saveOf(before) === 'local')
    before.dispose()
    const sockets = server.sockets.length
    open(server, { offline: true, userId })
    await until(() => server.sockets.length > sockets)
    expect(epochIn(server.last().url)).toBe('e1')
    expect(uncaught).toEqual([])
  })

  test('that cannot be read is of another past, and holds the page up as little as no storage', async () => {
    const server = fakeServer()
    const userId = `unread-${Math.random()}`
    const before = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 1)
    server.last().opens()
    server.last().says(epochMessage('e1'))
    type(before, '一')
    await until(() => saveOf(before) === 'local')
    before.dispose()
    const { get } = IDBObjectStore.prototype
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (
      this: IDBObjectStore,
      key,
    ) {
      const request = get.call(this, key)
      if (key === 'epoch') this.transaction.abort()
      return request
    })
    const sockets = server.sockets.length
    const after = open(server, { offline: true, userId })
    await until(() => server.sockets.length > sockets)
    expect(after.doc.getText('body').toString()).toBe('一')
    expect(['', 'e1']).not.toContain(epochIn(server.last().url))
  })
})

test('[DR30] a row of the copy that cannot be read hides none of the others, nor keeps the page from connecting', async () => {
  const server = fakeServer()
  const userId = `damaged-${Math.random()}`
  const db = await openDB(nameOf(userId), 1, {
    upgrade: (made) => {
      made.createObjectStore('updates', { autoIncrement: true })
      made.createObjectStore('custom')
    },
  })
  const offline = new Y.Doc()
  offline.getText('body').insert(0, '离线写的')
  await db.add('updates', Uint8Array.of(1, 2, 3))
  await db.add('updates', Y.encodeStateAsUpdate(offline))
  await db.put('custom', 'e1', 'epoch')
  db.close()
  const doc = open(server, { offline: true, userId })
  await until(() => server.sockets.length === 1)
  expect(doc.doc.getText('body').toString()).toBe('离线写的')
  expect(epochIn(server.last().url)).toBe('e1')
  type(doc, '，接着写')
  server.last().opens()
  server.last().asks()
  server.last().takesAll()
  server.last().acknowledges()
  expect(saveOf(doc)).toBe('saved')
  expect(server.disk.getText('body').toString()).toBe('离线写的，接着写')
})
