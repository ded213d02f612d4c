import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type OpenDoc, openDoc } from './openDoc.ts'
import { openTray } from './openTray.ts'
import { sealAllBut, sealCopies } from './sealedCopies.ts'
import { inSealedStore } from './sealedStore.ts'
import { everythingOf } from './testing/everythingOf.ts'
import { type FakeServer, fakeServer } from './testing/fakeServer.ts'

const CANARY = '金丝雀canary'
const keyOf = (byte: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)))
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)
let asked: string[] = []
let serverKey = keyOf(1)
const ends: (() => void)[] = []
const askKey = async (): Promise<string> => serverKey

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
  const draft = `yanke/${userId}/drafts/plan0001`
  sessionStorage.setItem(draft, CANARY)
  expect(await everythingOf(userId)).toContain(CANARY)
  await sealCopies(userId, askKey)
  expect(await everythingOf(userId)).not.toContain(CANARY)
  expect(asked).toEqual([])

  const again = open(server, userId)
  await until(() => server.sockets.length === 2)
  expect(asked).toEqual(['/api/session/storage-key'])
  expect(again.doc.getText('body').toString()).toBe(CANARY)
  expect(sessionStorage.getItem(draft)).toBe(CANARY)
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
  await sealCopies(userId, askKey)
  const names = (await indexedDB.databases()).map(({ name }) => name)
  expect(names.filter((name) => name?.includes(userId))).toEqual([])
  open(server, userId)
  await until(() => server.sockets.length === 2)
  // Once, for the lock, while one was signed in; nothing had to be opened with it.
  expect(asked).toEqual(['/api/session/storage-key'])
})

test('[DR36] [F8] what an earlier page could not send is not kept once a later one has', async () => {
  const userId = `sent-${Math.random()}`
  const server = await writeOffline(userId)
  const later = open(server, userId)
  await until(() => server.sockets.length === 2)
  server.last().opens()
  server.last().asks()
  server.last().takesAll()
  server.last().acknowledges()
  expect(later.save.getSnapshot()).toBe('saved')
  later.dispose()
  await sealCopies(userId, askKey)
  const sealed = await inSealedStore((store) => store.getAllKeys('copies'))
  expect(sealed.filter((name) => name.includes(userId))).toEqual([])
})

test('[DR36] [F8] another key opens nothing, and what is sealed stays for its owner', async () => {
  const userId = `other-${Math.random()}`
  const server = await writeOffline(userId)
  await sealCopies(userId, askKey)
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

/** Nobody is signed in: whoever asks for a key gets none. */
const noKey = () =>
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return new Response('{}', { status: 401 })
  })
const withKey = () =>
  vi.stubGlobal(
    'fetch',
    async () =>
      new Response(JSON.stringify({ key: serverKey }), {
        headers: { 'content-type': 'application/json' },
      }),
  )
const lockOf = (userId: string) =>
  vi.waitFor(async () =>
    expect(await inSealedStore((store) => store.get('locks', userId))).toBeDefined(),
  )
/** Connected once, so that the lock lies ready; then something that only this browser has. */
const writeSignedIn = async (userId: string, server = fakeServer()) => {
  const doc = open(server, userId)
  await until(() => server.sockets.length > 0)
  server.last().opens()
  server.last().asks()
  server.last().takesAll()
  await lockOf(userId)
  server.last().ends()
  await until(() => server.sockets.length > 1)
  doc.doc.getText('body').insert(0, CANARY)
  await until(() => doc.save.getSnapshot() === 'local')
  return { server, doc }
}

test('[DR36] a session that ends under an open page leaves nothing readable, typing goes on, and signed in again all is back', async () => {
  const userId = `ended-${Math.random()}`
  const { server, doc } = await writeSignedIn(userId)
  noKey()
  server.last().opens()
  server.last().ends(4401)
  await vi.waitFor(async () => expect(await everythingOf(userId)).not.toContain(CANARY))
  expect(doc.save.getSnapshot()).toBe('local')
  doc.doc.getText('body').insert(0, '登录过期以后写的')
  await until(() => doc.save.getSnapshot() === 'local')
  expect(await everythingOf(userId)).not.toContain('登录过期')
  // The page goes, and its owner comes back another day.
  doc.dispose()
  withKey()
  const before = server.sockets.length
  const again = open(server, userId)
  await until(() => server.sockets.length > before)
  expect(again.doc.getText('body').toString()).toBe(`登录过期以后写的${CANARY}`)
})

test.each([0, 1, 2, 5, 10])(
  '[DR36] what is typed while the copy is being sealed (%i ms after the end) is sealed too, and said to be',
  async (afterMs) => {
    const userId = `meanwhile-${Math.random()}`
    const { server, doc } = await writeSignedIn(userId)
    noKey()
    server.last().opens()
    server.last().ends(4401)
    for (let i = 0; i < 3; i += 1) {
      if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
      doc.doc.getText('body').insert(0, `第${i}句`)
    }
    await until(() => doc.save.getSnapshot() === 'local')
    await vi.waitFor(async () => expect(await everythingOf(userId)).not.toContain(CANARY))
    doc.dispose()
    withKey()
    const before = server.sockets.length
    const again = open(server, userId)
    await until(() => server.sockets.length > before)
    expect(again.doc.getText('body').toString()).toBe(`第2句第1句第0句${CANARY}`)
  },
)

test('[DR36] signed in again in another tab, the same page goes on and keeps its copy as before', async () => {
  const userId = `again-${Math.random()}`
  const { server, doc } = await writeSignedIn(userId)
  noKey()
  server.last().opens()
  server.last().ends(4401)
  await vi.waitFor(async () => expect(await everythingOf(userId)).not.toContain(CANARY))
  withKey()
  const before = server.sockets.length
  doc.retry()
  await until(() => server.sockets.length > before)
  await vi.waitFor(async () => expect(await everythingOf(userId)).toContain(CANARY))
  doc.doc.getText('body').insert(0, '再写')
  await until(() => doc.save.getSnapshot() === 'local')
  expect(await everythingOf(userId)).toContain('再写')
  server.last().opens()
  server.last().asks()
  server.last().takesAll()
  expect(server.disk.getText('body').toString()).toBe(`再写${CANARY}`)
})

const saysEpoch = (server: FakeServer) => server.last().says(Uint8Array.of(101, 2, 101, 49).buffer)
const epochOf = (server: FakeServer) => new URL(server.last().url).searchParams.get('epoch')
const copiesOf = async (userId: string) =>
  (await indexedDB.databases()).filter(({ name = '' }) => name.includes(userId))
/** The session has ended under a page whose copy the server had all of: that is deleted, not sealed. */
const endedAndSpare = async (userId: string) => {
  const server = fakeServer()
  const doc = open(server, userId)
  await until(() => server.sockets.length === 1)
  server.last().opens()
  saysEpoch(server)
  server.last().asks()
  server.last().takesAll()
  await lockOf(userId)
  noKey()
  server.last().ends(4401)
  await vi.waitFor(async () => expect(await copiesOf(userId)).toEqual([]))
  return { server, doc }
}

test('[DR36] [DR20] what is typed after the end, when the copy is gone, is sealed with its epoch', async () => {
  const userId = `past-${Math.random()}`
  const { server, doc } = await endedAndSpare(userId)
  doc.doc.getText('body').insert(0, CANARY)
  await until(() => doc.save.getSnapshot() === 'local')
  doc.dispose()
  withKey()
  const again = open(server, userId)
  await until(() => server.sockets.length === 2)
  expect(again.doc.getText('body').toString()).toBe(CANARY)
  expect(epochOf(server)).toBe('e1')
})

test('[DR36] [DR20] the copy that the same page makes anew has its epoch too', async () => {
  const userId = `anew-${Math.random()}`
  const { server, doc } = await endedAndSpare(userId)
  withKey()
  const rows = async () => (await everythingOf(userId)).split('"row"').length
  const before = await rows()
  doc.retry()
  // Connected, and told the epoch, before the storage is there again.
  expect(server.sockets).toHaveLength(2)
  server.last().opens()
  saysEpoch(server)
  await vi.waitFor(async () => expect(await rows()).toBeGreaterThan(before))
  server.disk.getText('body').insert(0, CANARY)
  server.last().asks()
  server.last().takesAll()
  await vi.waitFor(async () => expect(await everythingOf(userId)).toContain(CANARY))
  doc.dispose()
  const sockets = server.sockets.length
  open(server, userId)
  await until(() => server.sockets.length > sockets)
  expect(epochOf(server)).toBe('e1')
})

test('[DR36] a session that ended while no page was open: whoever comes next finds it sealed, without a key', async () => {
  const userId = `later-${Math.random()}`
  const { server, doc } = await writeSignedIn(userId)
  doc.dispose()
  asked = []
  noKey()
  expect(await everythingOf(userId)).toContain(CANARY)
  await sealAllBut(userId)
  expect(await everythingOf(userId)).toContain(CANARY)
  await sealAllBut(null)
  expect(await everythingOf(userId)).not.toContain(CANARY)
  expect(asked).toEqual([])
  withKey()
  const before = server.sockets.length
  const again = open(server, userId)
  await until(() => server.sockets.length > before)
  expect(again.doc.getText('body').toString()).toBe(CANARY)
})

test('[DR36] what one tab could not send is kept, though the server has everything of another', async () => {
  const userId = `tabs-${Math.random()}`
  const { server, doc: away } = await writeSignedIn(userId)
  const sockets = server.sockets.length
  const online = open(server, userId)
  await until(() => server.sockets.length > sockets)
  away.doc.getText('body').insert(0, '断线以后写的')
  await until(() => away.save.getSnapshot() === 'local')
  server.last().opens()
  server.last().asks()
  online.doc.getText('body').insert(0, '在线写的')
  server.last().takesAll()
  server.last().acknowledges()
  expect(online.save.getSnapshot()).toBe('saved')
  away.dispose()
  online.dispose()
  await sealCopies(userId, askKey)
  const before = server.sockets.length
  const again = open(server, userId)
  await until(() => server.sockets.length > before)
  expect(again.doc.getText('body').toString()).toContain('断线以后写的')
})

test('where nothing can be sealed, what is nowhere else is kept', async () => {
  const userId = `http-${Math.random()}`
  const server = await writeOffline(userId)
  const { subtle } = crypto
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  await sealCopies(userId, askKey)
  vi.unstubAllGlobals()
  expect(subtle).toBeDefined()
  const again = open(server, userId)
  await until(() => server.sockets.length === 2)
  expect(again.doc.getText('body').toString()).toBe(CANARY)
})
