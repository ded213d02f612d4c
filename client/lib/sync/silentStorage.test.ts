import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { openTray } from './openTray.ts'
import { fakeServer } from './testing/fakeServer.ts'
import { disposeAfterEach, open, saveOf, type } from './testing/openOn.ts'

disposeAfterEach()
const held: IDBDatabase[] = []
afterEach(() => {
  vi.useRealTimers()
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
