import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type OpenDoc, openDoc } from './openDoc.ts'
import { openTray } from './openTray.ts'
import { sealCopies } from './sealedCopies.ts'
import { type FakeServer, fakeServer } from './testing/fakeServer.ts'

const CANARY = '金丝雀canary'
const keyOf = (byte: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)))
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)
let asked: string[] = []
let serverKey = keyOf(1)
const ends: (() => void)[] = []

beforeEach(() => {
  asked = []
  serverKey = keyOf(1)
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return new Response(JSON.stringify({ key: serverKey }), {
      headers: { 'content-type': 'application/json' },
    })
  })
})
afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.unstubAllGlobals()
})

const open = (server: FakeServer, userId: string): OpenDoc => {
  const doc = openDoc({
    name: 'plan:plan0001',
    offline: true,
    userId,
    url: 'ws://studio/ws/docs',
    WebSocketClass: server.WebSocketClass,
  })
  ends.push(doc.dispose)
  return doc
}

const read = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** Every byte every database of this browser holds, as text. */
const everything = async (): Promise<string> => {
  let all = ''
  for (const { name } of await indexedDB.databases()) {
    const db = await read(indexedDB.open(name ?? ''))
    for (const store of db.objectStoreNames)
      for (const row of await read(db.transaction([store]).objectStore(store).getAll()))
        all +=
          row instanceof Uint8Array
            ? new TextDecoder().decode(row)
            : JSON.stringify(row, bytesAsText)
    db.close()
  }
  return all + Object.values(sessionStorage).join()
}
const bytesAsText = (_key: string, value: unknown): unknown => {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer)
    return new TextDecoder().decode(value)
  return value
}

const writeOffline = async (userId: string, server = fakeServer()) => {
  const doc = open(server, userId)
  await until(() => server.sockets.length === 1)
  doc.doc.getText('body').insert(0, CANARY)
  await until(() => doc.save.getSnapshot() === 'local')
  doc.dispose()
  return server
}

test('[DR36] [F8] after signing out nothing unsent can be read; its owner has it back and it is sent', async () => {
  const userId = `owner-${Math.random()}`
  const server = await writeOffline(userId)
  const tray = openTray(userId)
  await tray.put([
    {
      id: 'x',
      docName: 'plan:plan0001',
      text: `找回${CANARY}`,
      cause: 'deleted',
      atMs: Date.now(),
      place: {},
    },
  ])
  tray.close()
  sessionStorage.setItem(`yanke/${userId}/drafts/plan0001`, CANARY)
  expect(await everything()).toContain(CANARY)
  await sealCopies(userId, serverKey)
  expect(await everything()).not.toContain(CANARY)
  expect(asked).toEqual([])

  const again = open(server, userId)
  await until(() => server.sockets.length === 2)
  expect(asked).toEqual(['/api/session/storage-key'])
  expect(again.doc.getText('body').toString()).toBe(CANARY)
  server.last().opens()
  server.last().asks()
  server.last().takesAll()
  expect(server.disk.getText('body').toString()).toBe(CANARY)
  const trayAgain = openTray(userId)
  ends.push(trayAgain.close)
  await until(() => trayAgain.found.getSnapshot().length === 1)
  expect(trayAgain.found.getSnapshot()[0]?.text).toBe(`找回${CANARY}`)
})

test('[DR36] [F8] what the server has is not kept at all', async () => {
  const userId = `saved-${Math.random()}`
  const server = fakeServer()
  const doc = open(server, userId)
  await until(() => server.sockets.length === 1)
  server.last().opens()
  server.last().asks()
  doc.doc.getText('body').insert(0, CANARY)
  await until(() => doc.save.getSnapshot() === 'saving')
  server.last().takesAll()
  server.last().acknowledges()
  expect(doc.save.getSnapshot()).toBe('saved')
  doc.dispose()
  await sealCopies(userId, serverKey)
  const names = (await indexedDB.databases()).map(({ name }) => name)
  expect(names.filter((name) => name?.includes(userId))).toEqual([])
  open(server, userId)
  await until(() => server.sockets.length === 2)
  expect(asked).toEqual([])
})

test('[DR36] [F8] another key opens nothing, and what is sealed stays for its owner', async () => {
  const userId = `other-${Math.random()}`
  const server = await writeOffline(userId)
  await sealCopies(userId, serverKey)
  serverKey = keyOf(2)
  const wrong = open(server, userId)
  await until(() => server.sockets.length === 2)
  expect(wrong.doc.getText('body').toString()).toBe('')
  wrong.dispose()
  serverKey = keyOf(1)
  const right = open(server, userId)
  await until(() => server.sockets.length === 3)
  expect(right.doc.getText('body').toString()).toBe(CANARY)
})

test('where nothing can be sealed, what is nowhere else is kept', async () => {
  const userId = `http-${Math.random()}`
  const server = await writeOffline(userId)
  const { subtle } = crypto
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  await sealCopies(userId, serverKey)
  vi.unstubAllGlobals()
  expect(subtle).toBeDefined()
  const again = open(server, userId)
  await until(() => server.sockets.length === 2)
  expect(again.doc.getText('body').toString()).toBe(CANARY)
})
