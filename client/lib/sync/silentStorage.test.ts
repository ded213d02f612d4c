import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { openTray } from './openTray.ts'
import { sealCopies } from './sealedCopies.ts'
import { everythingOf } from './testing/everythingOf.ts'
import { fakeServer } from './testing/fakeServer.ts'
import { disposeAfterEach, open, saveOf, type } from './testing/openOn.ts'
import { unsentDocs } from './unsentDocs.ts'

disposeAfterEach()
const held: IDBDatabase[] = []
const KEY = btoa(String.fromCharCode(...new Uint8Array(32).fill(1)))
const askKey = async (): Promise<string> => KEY
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  for (const db of held.splice(0)) db.close()
})

/**
 * Another tab holds the database open, in which a dialog stands, and it is to be deleted: whoever opens
 * it then waits, and is told nothing, not even no.
 */
const isHeldUp = async (name: string): Promise<void> => {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
  })
  held.push(db)
  indexedDB.deleteDatabase(name)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
}

/** The storage has its turns, then much time goes by. */
const muchLater = async (): Promise<void> => {
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  await turns()
  vi.advanceTimersByTime(60_000)
  await turns()
}

test.each([
  ['its probe', '?'],
  ['the copy', ''],
])(
  '[DR30] a storage that does not answer, asked for %s, holds a page up for a while only',
  async (_, end) => {
    const userId = `silent-${Math.random()}`
    await isHeldUp(`yanke/${userId}/plan:plan0001${end}`)
    const server = fakeServer()
    const doc = open(server, { offline: true, userId })
    await muchLater()
    expect(server.sockets).toHaveLength(1)
    type(doc, '一')
    expect(saveOf(doc)).toBe('unsaved')
    const socket = server.last()
    socket.opens()
    socket.asks()
    socket.takesAll()
    socket.acknowledges()
    expect(saveOf(doc)).toBe('saved')
  },
)

test('[DR34] a tray that cannot be opened for so long keeps its words in the page, and says so', async () => {
  const userId = `silent-${Math.random()}`
  await isHeldUp(`yanke/${userId}/tray`)
  const tray = openTray(userId)
  const entry = { docName: 'plan:plan0001', text: '字', cause: 'deleted', atMs: 1 } as const
  const put = tray.put([{ ...entry, id: 'x', place: {} }])
  await muchLater()
  expect(await Promise.race([put, 'no answer'])).toBe(false)
  expect(tray.isAlone.getSnapshot()).toBe(true)
  tray.close()
})

/** Another tab has begun to write into the tray and does not come to an end. */
const isBusy = async (name: string): Promise<() => void> => {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
  })
  held.push(db)
  const store = db.transaction(['found'], 'readwrite').objectStore('found')
  let isEnding = false
  const goOn = (): void => {
    if (!isEnding) store.count().onsuccess = goOn
  }
  goOn()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => {
    isEnding = true
  }
}

test('[DR34] a tray that stops answering keeps new words in the page, and says so; what is in it stays in sight', async () => {
  const userId = `silent-${Math.random()}`
  let now: number | null = null
  const tray = openTray(userId, () => now)
  const entry = {
    docName: 'plan:plan0001',
    text: '字',
    cause: 'deleted',
    atMs: 1,
    place: {},
  } as const
  expect(await tray.put([{ ...entry, id: 'before' }])).toBe(true)
  const end = await isBusy(`yanke/${userId}/tray`)
  // From now on it is looked for what has waited too long.
  now = 1
  const put = tray.put([{ ...entry, id: 'x' }])
  const looked = tray.refresh().then(() => 'looked')
  for (let time = 0; time < 5; time += 1) await muchLater()
  expect(await Promise.race([put, 'no answer'])).toBe(false)
  expect(await Promise.race([looked, 'no answer'])).toBe('looked')
  expect(tray.isAlone.getSnapshot()).toBe(true)
  expect(tray.found.getSnapshot().map(({ id }) => id)).toEqual(['before', 'x'])
  end()
  vi.useRealTimers()
  await tray.refresh()
  expect(tray.isAlone.getSnapshot()).toBe(false)
  expect(tray.found.getSnapshot()).toHaveLength(2)
  tray.close()
})

/** Words in a copy that are nowhere else. */
const isLeftIn = async (
  userId: string,
  document: 'plan:plan0001' | 'plan:plan0002',
): Promise<void> => {
  const doc = open(fakeServer(), { name: document, offline: true, userId })
  type(doc, `字${document}`)
  await vi.waitFor(() => expect(saveOf(doc)).toBe('local'))
  doc.dispose()
}

test('[DR36] a sealed copy that cannot be put back, because its place does not answer, holds a page up for a while only', async () => {
  const userId = `silent-${Math.random()}`
  const answer = { headers: { 'content-type': 'application/json' } }
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ key: KEY }), answer))
  await isLeftIn(userId, 'plan:plan0001')
  await sealCopies(userId, askKey)
  await isHeldUp(`yanke/${userId}/plan:plan0001`)
  const server = fakeServer()
  open(server, { name: 'plan:plan0002', offline: true, userId })
  await muchLater()
  expect(server.sockets).toHaveLength(1)
})

test('[DR36] one that does not answer keeps nobody from sealing the others, nor from finding what they have not sent', async () => {
  const userId = `silent-${Math.random()}`
  await isLeftIn(userId, 'plan:plan0001')
  await isLeftIn(userId, 'plan:plan0002')
  await isHeldUp(`yanke/${userId}/plan:plan0001`)
  const found = unsentDocs(userId)
  await muchLater()
  expect(await Promise.race([found, 'no answer'])).toEqual(['plan:plan0002'])
  let isSealed = false
  void sealCopies(userId, askKey).then(() => {
    isSealed = true
  })
  // Cryptography takes turns of its own.
  for (let time = 0; time < 50 && !isSealed; time += 1) await muchLater()
  expect(isSealed).toBe(true)
  for (const db of held.splice(0)) db.close()
  expect(await everythingOf(userId)).not.toContain('字')
})
