import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { type KeepDocOptions, keepDoc } from './keepDoc.ts'
import type { OpenDoc } from './openDoc.ts'
import { packDocCopy, unpackCopy } from './packCopy.ts'
import { type FakeServer, type FakeSocket, fakeServer } from './testing/fakeServer.ts'

const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const textOf = (open: OpenDoc) => open.doc.getText('body').toString()
const write = (open: OpenDoc, text: string) => {
  const body = open.doc.getText('body')
  body.insert(body.length, text)
}

/** A tab of one browser, with a line of its own to a server that all tabs share. */
const openTab = (server: FakeServer, userId: string) => {
  const sockets: FakeSocket[] = []
  const leftBehind: string[] = []
  class Connecting extends (server.WebSocketClass as unknown as typeof FakeSocket) {
    constructor(url: string) {
      super(url, { disk: server.disk, memory: server.disk })
      sockets.push(this)
    }
  }
  const options: KeepDocOptions = {
    name: 'plan:plan0001',
    offline: true,
    userId,
    url: 'ws://studio/ws/docs',
    WebSocketClass: Connecting as unknown as typeof WebSocket,
    onLeftBehind: async ({ doc, pieces }) => {
      leftBehind.push(pieces?.map(({ text }) => text).join('') ?? doc.getText('body').toString())
      return true
    },
  }
  const kept = keepDoc(options)
  ends.push(kept.dispose)
  const connection = async (count: number): Promise<FakeSocket> => {
    await until(() => sockets.length === count)
    const socket = sockets[count - 1]
    if (!socket) throw new Error('no connection')
    socket.opens()
    return socket
  }
  const connected = async (count: number, epoch: string): Promise<FakeSocket> => {
    const socket = await connection(count)
    socket.says(Uint8Array.of(101, epoch.length, ...new TextEncoder().encode(epoch)).buffer)
    socket.asks()
    socket.takesAll()
    socket.acknowledges()
    return socket
  }
  return { kept, shown: () => kept.store.getSnapshot(), leftBehind, connection, connected }
}

type Tab = ReturnType<typeof openTab>

/** The document of before is refused, and the one of today takes its place. */
const comesIntoTheNewPast = async (tab: Tab): Promise<FakeSocket> => {
  await tab.connected(2, 'e2')
  const line = await tab.connected(3, 'e2')
  await until(() => tab.shown().since === 'OutOfDate')
  return line
}

const restored = (server: FakeServer, text: string): void => {
  const body = server.disk.getText('body')
  body.delete(0, body.length)
  body.insert(0, text)
}

test('[DR35] of two tabs refused at once the second does not empty what the first has begun to keep', async () => {
  const server = fakeServer()
  server.disk.getText('body').insert(0, '共案。')
  const userId = `tabs-${Math.random()}`
  const first = openTab(server, userId)
  const firstLine = await first.connected(1, 'e1')
  const second = openTab(server, userId)
  const secondLine = await second.connected(1, 'e1')
  restored(server, '恢复后的共案。')
  firstLine.ends(4409)
  secondLine.ends(4409)

  const firstNow = await comesIntoTheNewPast(first)
  write(first.shown().open, '没到的话。')
  firstNow.ends(1006)
  await until(() => first.shown().open.save.getSnapshot() === 'local')
  await comesIntoTheNewPast(second)
  first.kept.dispose()
  second.kept.dispose()

  const later = openTab(server, userId)
  await later.connection(1)
  expect(textOf(later.shown().open)).toBe('恢复后的共案。没到的话。')
})

test.each([
  [4409, '共案。没有线的时候写的。'],
  [4403, '没有线的时候写的。'],
] as const)(
  '[DR35] refused with %i a tab leaves behind too what another stored that is closed by then',
  async (code, words) => {
    const server = fakeServer()
    server.disk.getText('body').insert(0, '共案。')
    const userId = `tabs-${Math.random()}`
    const stays = openTab(server, userId)
    const line = await stays.connected(1, 'e1')
    const closed = openTab(server, userId)
    ;(await closed.connected(1, 'e1')).ends(1006)
    write(closed.shown().open, '没有线的时候写的。')
    await until(() => closed.shown().open.save.getSnapshot() === 'local')
    closed.kept.dispose()
    line.ends(code)
    if (code === 4409) await stays.connected(2, 'e2')
    await until(() => stays.leftBehind.length > 0)
    expect(stays.leftBehind).toEqual([words])
  },
)

test('[DR30] a tab whose copy another has begun anew keeps nothing in it, and says so until it is refused too', async () => {
  const server = fakeServer()
  server.disk.getText('body').insert(0, '共案。')
  const userId = `tabs-${Math.random()}`
  const first = openTab(server, userId)
  const firstLine = await first.connected(1, 'e1')
  const second = openTab(server, userId)
  ;(await second.connected(1, 'e1')).ends(1006)
  write(second.shown().open, '之前的。')
  await until(() => second.shown().open.save.getSnapshot() === 'local')
  restored(server, '恢复后的共案。')
  firstLine.ends(4409)
  await comesIntoTheNewPast(first)
  write(second.shown().open, '之后的。')
  await until(() => second.shown().open.save.getSnapshot() === 'unsaved')
  first.kept.dispose()
  await second.shown().open.lookAgain()
  second.kept.dispose()

  const later = openTab(server, userId)
  await later.connection(1)
  expect(textOf(later.shown().open)).toBe('恢复后的共案。')
})

test('[DR30] so does one that has written nothing since, as soon as it is looked at', async () => {
  const server = fakeServer()
  const userId = `tabs-${Math.random()}`
  const first = openTab(server, userId)
  const firstLine = await first.connected(1, 'e1')
  const second = openTab(server, userId)
  ;(await second.connected(1, 'e1')).ends(1006)
  write(second.shown().open, '之前的。')
  await until(() => second.shown().open.save.getSnapshot() === 'local')
  firstLine.ends(4409)
  await comesIntoTheNewPast(first)
  await second.shown().open.lookAgain()
  expect(second.shown().open.save.getSnapshot()).toBe('unsaved')
})

test('[DR30] a tab whose copy another has begun anew keeps its words there again once the server has all of it', async () => {
  const server = fakeServer()
  server.disk.getText('body').insert(0, '共案。')
  const userId = `tabs-${Math.random()}`
  const refused = openTab(server, userId)
  const refusedLine = await refused.connected(1, 'e1')
  const stays = openTab(server, userId)
  const line = await stays.connected(1, 'e1')
  await stays.shown().open.lookAgain()
  write(refused.shown().open, '没被接受的。')
  refusedLine.ends(4422)
  await refused.connected(2, 'e1')
  await until(() => refused.shown().since === 'Refused')
  await stays.shown().open.lookAgain()
  write(stays.shown().open, '送到的。')
  line.takesAll()
  line.acknowledges()
  expect(stays.shown().open.save.getSnapshot()).toBe('saved')
  line.ends(1006)
  write(stays.shown().open, '没送到的。')
  await until(() => stays.shown().open.save.getSnapshot() === 'local')
  refused.kept.dispose()
  stays.kept.dispose()

  const later = openTab(server, userId)
  await later.connection(1)
  expect(textOf(later.shown().open)).toBe('共案。送到的。没送到的。')
})

/** What somebody wrote before a restore. */
const ofAnotherPast = (): Y.Doc => {
  const before = new Y.Doc()
  before.getText('body').insert(0, '另一个过去的。')
  return before
}

test('[DR20] [DR36] what was sealed in another past is not put beside a copy of today, and stays sealed', async () => {
  const server = fakeServer()
  const userId = `tabs-${Math.random()}`
  const tab = openTab(server, userId)
  await tab.connected(1, 'e2')
  const before = ofAnotherPast()
  const state = Y.encodeStateAsUpdate(before)
  const sealed = packDocCopy(state, { epoch: 'e1', mark: `1 ${before.clientID} 0` })
  await expect(unpackCopy(`yanke/${userId}/plan:plan0001`, sealed)).rejects.toThrow('another past')
  await tab.shown().open.lookAgain()
  expect(textOf(tab.shown().open)).toBe('')
})

test('[DR20] what a tab of another past has put into the copy is not read into the document of today', async () => {
  const server = fakeServer()
  const userId = `tabs-${Math.random()}`
  const tab = openTab(server, userId)
  const line = await tab.connected(1, 'e2')
  write(tab.shown().open, '今天的。')
  const db = await openDB(`yanke/${userId}/plan:plan0001`)
  await db.put('custom', 'e1', 'epoch')
  await db.add('updates', Y.encodeStateAsUpdate(ofAnotherPast()))
  db.close()
  await tab.shown().open.lookAgain()
  line.takesAll()
  expect(textOf(tab.shown().open)).toBe('今天的。')
  expect(server.disk.getText('body').toString()).toBe('今天的。')
})
