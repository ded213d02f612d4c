import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { DocName } from '#shared/sync/docName.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import type { DocOwner } from './ports.ts'
import { update } from './testing/frames.ts'
import {
  bodyOf,
  COMMENTS,
  deferred,
  grantFor,
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  type,
  until,
  updateOf,
} from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

test('[DR10] two stock y-websocket providers edit one document both ways', async () => {
  studio = await startStudio()
  const a = studio.stock(PLAN, 'wangfang')
  const b = studio.stock(PLAN, 'zhaolei1')
  await until('both synced', () => a.provider.synced && b.provider.synced)
  type(a.doc, '课题')
  await until('b has it', () => bodyOf(b.doc) === '课题')
  type(b.doc, '引入')
  await until('a has it', () => bodyOf(a.doc) === '课题引入')
  a.doc.getText('body').delete(0, 2)
  await until('the deletion arrives', () => bodyOf(b.doc) === '引入')
})

test('[DR6] [DR10] whoever writes much and leaves at once has written all of it', async () => {
  const store = memoryDocStore()
  studio = await startStudio({ store })
  const { provider, doc } = studio.stock(PLAN, 'wangfang')
  await until('synced', () => provider.synced)
  for (let i = 0; i < 1000; i += 1) type(doc, '字')
  provider.destroy()
  await until('nobody is in', () => studio.rooms.local.connections(PLAN).length === 0)
  expect(bodyOf(await studio.rooms.read(PLAN))).toHaveLength(1000)
})

/** Says one thing and closes; resolves when the server knows both, while it waits for something else. */
const sayAndLeave = async (text: string): Promise<void> => {
  const client = studio.raw(PLAN, 'wangfang')
  await client.opened
  client.send(update(updateOf((doc) => type(doc, text))))
  client.socket.close()
  await client.closed
  const next = studio.raw(PLAN, 'readerone')
  await next.opened
  next.leave()
}

test('[DR6] [DR10] so has whoever left before the document was loaded', async () => {
  const loading = deferred()
  const store = memoryDocStore()
  const load = async (name: DocName) => {
    await loading.promise
    return store.load(name)
  }
  studio = await startStudio({ store: { ...store, load } })
  await sayAndLeave('一句')
  expect(store.docs.size).toBe(0)
  loading.resolve()
  await until('it is written', () => store.docs.get(PLAN)?.updates.length === 1)
  await until('nobody is in', () => studio.rooms.local.connections(PLAN).length === 0)
})

test('[DR6] [DR10] and whoever left before it was known whether they may', async () => {
  const judging = deferred()
  const store = memoryDocStore()
  const authorize = async (...[actor]: Parameters<DocOwner['authorize']>) => {
    await judging.promise
    return grantFor(actor)
  }
  studio = await startStudio({ store, owners: [openOwner({ authorize })] })
  await sayAndLeave('一句')
  judging.resolve()
  await until('it is written', () => store.docs.get(PLAN)?.updates.length === 1)
  await until('nobody is in', () => studio.rooms.local.connections(PLAN).length === 0)
})

test('[DR10] a third client and a random exchange converge', async () => {
  studio = await startStudio()
  const clients = ['wangfang', 'zhaolei1', 'chenjie1'].map((as) => studio.stock(PLAN, as))
  await until('synced', () => clients.every(({ provider }) => provider.synced))
  for (let i = 0; i < 300; i += 1) {
    const body = clients[i % 3]!.doc.getText('body')
    if (i % 5 === 4 && body.length > 2) body.delete(i % (body.length - 1), 1)
    else body.insert(body.length === 0 ? 0 : (i * 7) % body.length, String(i))
    if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const states = () => clients.map(({ doc }) => JSON.stringify(bodyOf(doc)))
  await until('equal', () => {
    const [first, ...rest] = states()
    return rest.every((state) => state === first) && bodyOf(clients[0]!.doc).length > 100
  })
  const server = await studio.rooms.read(PLAN)
  await until('the server too', () => bodyOf(server) === bodyOf(clients[1]!.doc))
  expect(server.store.pendingStructs).toBeNull()
})

test('[DR10] two tabs of one user are two connections and both write', async () => {
  studio = await startStudio()
  const one = studio.stock(PLAN, 'wangfang', new Y.Doc(), { device: 'device-0001' })
  const two = studio.stock(PLAN, 'wangfang', new Y.Doc(), { device: 'device-0002' })
  await until('synced', () => one.provider.synced && two.provider.synced)
  type(one.doc, '一')
  await until('two has it', () => bodyOf(two.doc) === '一')
  type(two.doc, '二')
  await until('one has it', () => bodyOf(one.doc) === '一二')
  const connections = studio.rooms.local.connections(PLAN)
  expect(connections.map(({ deviceId }) => deviceId).sort()).toEqual(['device-0001', 'device-0002'])
  expect(new Set(connections.map(({ connectionId }) => connectionId)).size).toBe(2)
})

test('[DR4] only the server makes initial content, once', async () => {
  let made = 0
  const initialContent = async (_id: string, doc: Y.Doc) => {
    made += 1
    type(doc, '教案')
  }
  studio = await startStudio({ owners: [openOwner({ initialContent })] })
  const clients = ['wangfang', 'zhaolei1'].map((as) => studio.stock(PLAN, as))
  await until('synced', () => clients.every(({ provider }) => provider.synced))
  expect(clients.map(({ doc }) => bodyOf(doc))).toEqual(['教案', '教案'])
  for (const { leave } of clients) leave()
  await until('the room is gone', () => studio.rooms.local.connections(PLAN).length === 0)
  const again = studio.stock(PLAN, 'wangfang')
  await until('synced again', () => again.provider.synced)
  expect(bodyOf(again.doc)).toBe('教案')
  expect(made).toBe(1)
})

test('[DR10] silence is broken, so that y-websocket does not give the link up', async () => {
  studio = await startStudio({ beatMs: 10 })
  const silent = studio.raw(PLAN, 'readerone')
  const stock = studio.stock(PLAN, 'readertwo')
  await until('three beats', () => silent.ofType(1).length >= 3)
  const heard = stock.provider.wsLastMessageReceived
  await until('the stock client hears them too', () => stock.provider.wsLastMessageReceived > heard)
  expect(stock.codes).toEqual([])
})

test('[DR1] [DR5] while a document loads its silence is not broken: the greeting is the first word', async () => {
  const store = memoryDocStore()
  const loading = deferred()
  const load: typeof store.load = async (name) => {
    if (name === PLAN) await loading.promise
    return store.load(name)
  }
  const owners = [openOwner(), openOwner({ kind: 'comments' })]
  studio = await startStudio({ store: { ...store, load }, owners, beatMs: 10 })
  const early = studio.raw(PLAN, 'wangfang', '&epoch=')
  await until('it is in', () => studio.rooms.local.connections(PLAN).length === 1)
  const other = studio.raw(COMMENTS, 'wangfang')
  await until('others hear three beats', () => other.ofType(1).length >= 3)
  expect(early.received).toEqual([])
  loading.resolve()
  await until('it is greeted', () => early.received.length >= 2)
  expect(early.received.slice(0, 2).map(([type]) => type)).toEqual([101, 0])
  const heard = early.ofType(1).length
  await until('from then on it hears the beats', () => early.ofType(1).length > heard)
})
