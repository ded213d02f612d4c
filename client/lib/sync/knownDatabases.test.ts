import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { openDoc } from './openDoc.ts'
import { openTray } from './openTray.ts'
import { sealCopies } from './sealedCopies.ts'
import { everythingOf } from './testing/everythingOf.ts'
import { fakeServer } from './testing/fakeServer.ts'
import { unsentDocs } from './unsentDocs.ts'

const CANARY = '金丝雀canary'
const KEY = btoa(String.fromCharCode(...new Uint8Array(32).fill(1)))
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)
const { databases } = IDBFactory.prototype

afterEach(() => {
  Object.assign(IDBFactory.prototype, { databases })
  vi.unstubAllGlobals()
})

/** In a browser that cannot say which databases it has. */
const leftBehind = async (): Promise<string> => {
  Object.assign(IDBFactory.prototype, { databases: undefined })
  const answer = { headers: { 'content-type': 'application/json' } }
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ key: KEY }), answer))
  const userId = `quiet-${Math.random()}`
  const server = fakeServer()
  const doc = openDoc({
    ...{ name: 'plan:plan0001', offline: true, userId, url: 'ws://studio/ws/docs' },
    WebSocketClass: server.WebSocketClass,
  })
  await until(() => server.sockets.length === 1)
  doc.doc.getText('body').insert(0, CANARY)
  await until(() => doc.save.getSnapshot() === 'local')
  doc.dispose()
  const tray = openTray(userId)
  const found = { docName: 'plan:plan0001', text: CANARY, cause: 'deleted', atMs: 1 } as const
  await tray.put([{ ...found, id: 'x', place: {} }])
  tray.close()
  return userId
}

const everything = (userId: string): Promise<string> => {
  Object.assign(IDBFactory.prototype, { databases })
  return everythingOf(userId)
}

test('[DR34] what a closed page has not sent is known too where the browser lists no databases', async () => {
  expect(await unsentDocs(await leftBehind())).toEqual(['plan:plan0001'])
})

test('[DR36] nothing stays readable after signing out there either', async () => {
  const userId = await leftBehind()
  await sealCopies(userId, async () => KEY)
  expect(await everything(userId)).not.toContain(CANARY)
})
