import 'fake-indexeddb/auto'
import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { fakeServer } from './testing/fakeServer.ts'
import { disposeAfterEach, open, saveOf, settled, type, until } from './testing/openOn.ts'

disposeAfterEach()

/** Every write fails, reads go on. */
const fullDisk = () =>
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore) {
    this.transaction.abort()
    return {} as IDBRequest<IDBValidKey>
  })

/** As if the browser had never kept this one update. */
const removeRow = (userId: string, update: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(`yanke/${userId}/plan:plan0001`)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const transaction = request.result.transaction(['updates'], 'readwrite')
      const walk = transaction.objectStore('updates').openCursor()
      let removed = 0
      walk.onsuccess = () => {
        const cursor = walk.result
        if (!cursor) return
        if (String(cursor.value) === String(update)) {
          cursor.delete()
          removed += 1
        }
        cursor.continue()
      }
      transaction.oncomplete = () => {
        request.result.close()
        if (removed === 1) resolve()
        else reject(new Error(`${removed} rows`))
      }
    }
  })

describe('[DR30] the copy in the browser', () => {
  test('makes it local, survives a reload, and is sent when the connection is back', async () => {
    const server = fakeServer()
    const userId = `user-${Math.random()}`
    const before = open(server, { offline: true, userId })
    expect(saveOf(before)).toBe('local')
    await until(() => server.sockets.length === 1)
    type(before, '离线写的')
    expect(saveOf(before)).toBe('saving')
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

  test('takes a letter as a letter, and others’ likewise, however much stands there', async () => {
    const server = fakeServer()
    const doc = open(server, { offline: true, userId: `letter-${Math.random()}` })
    await until(() => server.sockets.length === 1)
    type(doc, '正文'.repeat(1000))
    await until(() => saveOf(doc) === 'local')
    const add = vi.spyOn(IDBObjectStore.prototype, 'add')
    const sizes = () => add.mock.calls.map(([row]) => (row as Uint8Array).length)
    type(doc, '字')
    await until(() => saveOf(doc) === 'local')
    expect(sizes()).toHaveLength(1)
    server.disk.getText('body').insert(0, '词')
    const socket = server.last()
    socket.opens()
    socket.asks()
    socket.takesAll()
    socket.ends()
    await until(() => saveOf(doc) === 'local')
    expect(sizes()).toHaveLength(2)
    expect(Math.max(...sizes())).toBeLessThan(100)
    add.mockRestore()
  })

  test('is each user’s own', async () => {
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
    const server = fakeServer()
    const doc = open(server, { offline: true, userId: `full-${Math.random()}` })
    await until(() => server.sockets.length === 1)
    type(doc, '一')
    await until(() => saveOf(doc) === 'local')
    const full = fullDisk()
    type(doc, '二')
    await new Promise((resolve) => setTimeout(resolve))
    await until(() => saveOf(doc) === 'unsaved')
    full.mockRestore()
    type(doc, '三')
    await until(() => saveOf(doc) === 'local')
  })

  test('is not whole while it lacks what others wrote, and one’s next letter makes it so', async () => {
    const server = fakeServer()
    const userId = `heard-${Math.random()}`
    const before = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 1)
    type(before, '一')
    await until(() => saveOf(before) === 'local')
    const full = fullDisk()
    server.disk.getText('body').insert(0, '别人写的')
    const socket = server.last()
    socket.opens()
    socket.asks()
    socket.takesAll()
    expect(before.doc.getText('body').toString()).toContain('别人写的')
    socket.ends()
    await until(() => saveOf(before) === 'unsaved')
    full.mockRestore()
    type(before, '二')
    await until(() => saveOf(before) === 'local')
    const text = before.doc.getText('body').toString()
    before.dispose()

    const after = open(server, { offline: true, userId })
    await until(() => after.doc.getText('body').length > 0)
    expect(after.doc.getText('body').toString()).toBe(text)
  })

  test('that lost a row is sent without what hangs on it; with the row back, all of it is', async () => {
    const server = fakeServer()
    const userId = `hole-${Math.random()}`
    const before = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 1)
    const rows: Uint8Array[] = []
    before.doc.on('update', (update: Uint8Array) => rows.push(update))
    for (const text of ['一', '二', '三']) before.doc.getText('body').insert(0, text)
    await until(() => saveOf(before) === 'local')
    before.dispose()
    // The second row is missing in the storage, and the server has it.
    await removeRow(userId, rows[1]!)
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
    const second = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 2)
    expect(new URL(server.last().url).searchParams.get('epoch')).toBe('e1')
    server.last().opens()
    server.last().ends(4409)
    expect(second.status.getSnapshot()).toEqual({ kind: 'refused', reason: 'OutOfDate' })
  })

  test('of a tab that was closed offline is sent by the one that stays', async () => {
    const server = fakeServer()
    const userId = `tabs-${Math.random()}`
    const stays = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 1)
    const socket = server.last()
    const closes = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 2)
    type(closes, '关掉的那页写的')
    await until(() => saveOf(closes) === 'local')
    closes.dispose()
    type(stays, '留着的这页写的')
    await until(() => saveOf(stays) === 'local')

    socket.opens()
    socket.asks()
    socket.takesAll()
    await until(() => stays.doc.getText('body').toString().includes('关掉的那页写的'))
    expect(saveOf(stays)).toBe('saving')
    socket.takesAll()
    socket.acknowledges()
    expect(saveOf(stays)).toBe('saved')
    expect(server.disk.getText('body').toString()).toContain('关掉的那页写的')
    expect(server.disk.getText('body').toString()).toContain('留着的这页写的')
  })

  test('of a tab that alone has lost its line is sent by the one beside it, though nobody turns to that', async () => {
    const server = fakeServer()
    const userId = `tabs-${Math.random()}`
    const stays = open(server, { offline: true, userId })
    const socket = await settled(server, stays)
    const away = open(server, { offline: true, userId })
    await until(() => server.sockets.length === 2)
    server.last().opens()
    server.last().asks()
    server.last().takesAll()
    server.last().ends()
    type(away, '断线的那页写的')
    await until(() => saveOf(away) === 'local')
    away.dispose()
    await until(() => stays.doc.getText('body').toString() === '断线的那页写的')
    socket.takesAll()
    socket.acknowledges()
    expect(saveOf(stays)).toBe('saved')
    expect(server.disk.getText('body').toString()).toBe('断线的那页写的')
  })

  test('that is refused outright holds nothing up: the page connects, and says unsaved without a line', async () => {
    const server = fakeServer()
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('no storage', 'SecurityError')
    })
    const doc = open(server, { offline: true, userId: `none-${Math.random()}` })
    await until(() => server.sockets.length === 1)
    vi.restoreAllMocks()
    type(doc, '一')
    expect(saveOf(doc)).toBe('unsaved')
    const socket = server.last()
    socket.opens()
    socket.asks()
    socket.takesAll()
    socket.acknowledges()
    expect(saveOf(doc)).toBe('saved')
  })
})
