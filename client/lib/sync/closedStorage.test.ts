import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { OpenDoc } from './openDoc.ts'
import { inSealedStore } from './sealedStore.ts'
import { type FakeServer, fakeServer } from './testing/fakeServer.ts'
import { disposeAfterEach, open, saveOf, settled, type, until } from './testing/openOn.ts'
import { updateRows } from './updateRows.ts'

disposeAfterEach()

const KEY = btoa(String.fromCharCode(...new Uint8Array(32).fill(1)))
/** What pages have opened of this browser's databases. */
let connections: IDBDatabase[] = []

beforeEach(() => {
  connections = []
  vi.stubGlobal(
    'fetch',
    async () =>
      new Response(JSON.stringify({ key: KEY }), {
        headers: { 'content-type': 'application/json' },
      }),
  )
  const openDatabase = IDBFactory.prototype.open
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, ...asked) {
    const request = openDatabase.apply(this, asked)
    request.addEventListener('success', () => connections.push(request.result))
    return request
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const copyOf = (userId: string): string => `yanke/${userId}/plan:plan0001`
const connectionOf = (userId: string): IDBDatabase => {
  const found = connections.findLast(({ name }) => name === copyOf(userId))
  if (!found) throw new Error('the copy was never opened')
  return found
}

const deleteCopy = (userId: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(copyOf(userId))
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })

/** How a storage ends under an open page. */
const ends: Readonly<Record<string, (userId: string) => Promise<void>>> = {
  'another tab deletes it': deleteCopy,
  'the site’s data are cleared': async (userId) => {
    const db = connectionOf(userId)
    await updateRows(db, null).clear()
    forceCloseDatabase(db as never)
  },
  'it is closed without a word': async (userId) => connectionOf(userId).close(),
}

/** Whether what would be sealed could be. */
const hasLock = (userId: string): Promise<boolean> =>
  inSealedStore(async (store) => (await store.get('locks', userId)) !== undefined)

const bodyOf = (doc: OpenDoc): string => doc.doc.getText('body').toString()

/** A page with a copy, on a server that has everything. */
const opened = async (server: FakeServer) => {
  const userId = `closed-${Math.random()}`
  const doc = open(server, { offline: true, userId })
  const socket = await settled(server, doc)
  type(doc, '先前')
  socket.takesAll()
  socket.acknowledges()
  expect(saveOf(doc)).toBe('saved')
  await vi.waitFor(async () => expect(await hasLock(userId)).toBe(true), 5000)
  return { userId, doc, socket }
}

describe.each(Object.entries(ends))(
  '[DR30] a storage that ends under the page: %s',
  (_how, end) => {
    test('what is typed from then on is sent, and saved is said only of what is', async () => {
      const server = fakeServer()
      const { userId, doc, socket } = await opened(server)
      await end(userId)
      for (const text of ['一', '二']) {
        type(doc, text)
        expect(saveOf(doc)).toBe('saving')
        socket.takesAll()
        expect(saveOf(doc)).toBe('saving')
        socket.acknowledges()
        expect(saveOf(doc)).toBe('saved')
      }
      expect(server.disk.getText('body').toString()).toBe('先前一二')
    })

    test('what others write comes in, and is told to whoever listens', async () => {
      const server = fakeServer()
      const { userId, doc, socket } = await opened(server)
      await end(userId)
      type(doc, '一')
      const heard = vi.fn()
      doc.doc.on('update', heard)
      const before = Y.encodeStateVector(server.disk)
      server.disk.getText('body').insert(0, '别人')
      const update = Y.encodeStateAsUpdate(server.disk, before)
      socket.says(Uint8Array.of(0, 2, update.length, ...update).buffer)
      expect(bodyOf(doc)).toBe('别人先前一')
      expect(heard).toHaveBeenCalled()
    })

    test('without a line all of it is kept again, and the next page has it', async () => {
      const server = fakeServer()
      const { userId, doc, socket } = await opened(server)
      socket.ends()
      type(doc, '离线一')
      await until(() => saveOf(doc) === 'local')
      await end(userId)
      type(doc, '二')
      expect(saveOf(doc)).not.toBe('saved')
      await until(() => saveOf(doc) === 'local')
      const text = bodyOf(doc)
      doc.dispose()

      const before = server.sockets.length
      const after = open(server, { offline: true, userId })
      await until(() => server.sockets.length > before)
      expect(bodyOf(after)).toBe(text)
      expect(saveOf(after)).toBe('local')
    })
  },
)

test('[DR20] [DR30] a copy that was made anew names the document’s past again', async () => {
  const server = fakeServer()
  const { userId, doc, socket } = await opened(server)
  socket.says(Uint8Array.of(101, 2, 101, 49).buffer)
  await ends['the site’s data are cleared']?.(userId)
  socket.ends()
  type(doc, '一')
  await until(() => saveOf(doc) === 'local')
  doc.dispose()
  const before = server.sockets.length
  open(server, { offline: true, userId })
  await until(() => server.sockets.length > before)
  expect(new URL(server.last().url).searchParams.get('epoch')).toBe('e1')
})

test('[DR30] a storage that ends while it is being opened holds nothing up', async () => {
  const userId = `early-${Math.random()}`
  const server = fakeServer()
  const openDatabase = vi.mocked(IDBFactory.prototype.open).getMockImplementation()
  let isDeleted = false
  const deleteOnce = (): void => {
    if (!isDeleted) void deleteCopy(userId)
    isDeleted = true
  }
  vi.mocked(IDBFactory.prototype.open).mockImplementation(function (this: IDBFactory, ...asked) {
    const request = openDatabase?.apply(this, asked) as IDBOpenDBRequest
    if (asked[0] === copyOf(userId)) request.addEventListener('success', deleteOnce)
    return request
  })
  const doc = open(server, { offline: true, userId })
  await until(() => server.sockets.length === 1)
  type(doc, '一')
  const socket = server.last()
  socket.opens()
  socket.asks()
  socket.takesAll()
  socket.acknowledges()
  expect(saveOf(doc)).toBe('saved')
  expect(server.disk.getText('body').toString()).toBe('一')
})
