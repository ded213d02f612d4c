import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import { memoryBus } from '../bus/memoryBus.ts'
import type { Elsewhere } from '../sync/Elsewhere.ts'
import { memoryDocStore } from '../sync/memoryDocStore.ts'
import type { DocRooms } from '../sync/ports.ts'
import { quietLog } from '../sync/testing/quietLog.ts'
import {
  bodyOf,
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  tellsText,
  type,
  until,
} from '../sync/testing/syncHarness.ts'
import { clusterDocRooms } from './clusterDocRooms.ts'
import { keepLeases } from './keepLeases.ts'
import { leasedOwnership } from './leasedOwnership.ts'
import { linkedElsewhere, linkService } from './linkedElsewhere.ts'
import { memoryLeaseTable } from './memoryLeaseTable.ts'
import type { Ownership } from './Ownership.ts'
import { linkedNodes } from './testing/linkedNodes.ts'

type NodeId = 'a' | 'b'
type Node = { readonly studio: Studio; readonly docs: DocRooms; cut(): void }

let nodes: Record<NodeId, Node>
let stop: () => Promise<void>

/** Two nodes on one store, one table of leases and one bus, with real links and rooms. */
const open = async () => {
  const [store, table, bus] = [memoryDocStore(), memoryLeaseTable(), memoryBus(quietLog)]
  const studios = new Map<NodeId, Studio>()
  const serviceOf = (nodeId: NodeId) =>
    linkService({
      rooms: () => {
        const studio = studios.get(nodeId)
        if (!studio) throw new Error('not yet')
        return studio.rooms.local
      },
      told: () => {},
      takes: () => true,
    })
  const linked = await linkedNodes({ a: serviceOf('a'), b: serviceOf('b') })
  let fence = 0
  const start = async (nodeId: NodeId): Promise<Node> => {
    const ownership = leasedOwnership({
      lease: keepLeases({ table, nodeId, log: quietLog }),
      nodeId,
      raiseFence: async () => {
        fence += 1
        return fence
      },
      readFences: async () => new Map(),
    })
    const elsewhere = linkedElsewhere(linked.node(nodeId).links)
    const owners = [openOwner(tellsText(() => undefined))]
    const studio = await startStudio({ store, ownership, elsewhere, owners })
    studios.set(nodeId, studio)
    const { rooms } = studio
    const docs = clusterDocRooms({ nodeId, rooms, ownership, elsewhere, store, bus })
    return { studio, docs, cut: linked.node(nodeId).cut }
  }
  nodes = { a: await start('a'), b: await start('b') }
  stop = async () => {
    await nodes.a.studio.stop()
    await nodes.b.studio.stop()
    await linked.stop()
  }
}
beforeEach(open)
afterEach(() => stop())

/** A client of node a, whose room that is from then on; and one that node b carries there. */
const bothIn = async () => {
  const here = nodes.a.studio.stock(PLAN, 'wangfang')
  await until('a owns it', () => here.provider.synced)
  const carried = nodes.b.studio.stock(PLAN, 'zhaolei1', undefined, { device: 'device-0001' })
  await until('b carries', () => carried.provider.synced)
  return { here, carried }
}

test('an edit of the server is made where the document lives, and everybody sees it', async () => {
  const { here, carried } = await bothIn()
  await nodes.b.docs.transact(PLAN, (doc) => type(doc, '乙'), 'lirui001' as UserId)
  await nodes.a.docs.transact(PLAN, (doc) => type(doc, '甲'))
  await until('both see both', () => [here, carried].every(({ doc }) => bodyOf(doc) === '乙甲'))
  expect(bodyOf(await nodes.b.docs.read(PLAN))).toBe('乙甲')
  const rows = await nodes.a.docs.history(PLAN, { afterSeq: 0, limit: 10 })
  expect(rows.map(({ authorId }) => authorId).slice(-2)).toEqual(['lirui001', null])
})

test('edits of both nodes at once build on one another: nothing is made twice or lost', async () => {
  const { here } = await bothIn()
  const add = (docs: DocRooms) =>
    docs.transact(PLAN, (doc) => {
      const counts = doc.getMap<number>('counts')
      counts.set('n', (counts.get('n') ?? 0) + 1)
    })
  await Promise.all(Array.from({ length: 5 }, () => [add(nodes.a.docs), add(nodes.b.docs)]).flat())
  expect((await nodes.b.docs.read(PLAN)).getMap('counts').get('n')).toBe(10)
  await until('the client too', () => here.doc.getMap('counts').get('n') === 10)
})

test('who is there is known on every node, carried or not', async () => {
  await bothIn()
  for (const { docs } of [nodes.a, nodes.b]) {
    const there = await docs.connections(PLAN)
    expect(there.map(({ grant }) => grant.identity.userId).sort()).toEqual(['wangfang', 'zhaolei1'])
    expect(there.map(({ deviceId }) => deviceId)).toContain('device-0001')
  }
  expect(await nodes.b.docs.connections('plan:plan0002')).toEqual([])
})

test('an end of access closes the socket on whatever node it is, from whatever node', async () => {
  const { here, carried } = await bothIn()
  nodes.b.docs.closeWhere({ userIds: ['wangfang'] }, 'AccessChanged')
  await until('here', () => here.codes.includes(4510))
  nodes.b.docs.closeWhere({ userIds: ['zhaolei1'], docs: [PLAN] }, 'AccessChanged')
  await until('carried', () => carried.codes.includes(4510))
})

test('history has what the owner has received up to the call', async () => {
  const { here } = await bothIn()
  type(here.doc, '甲')
  await expect
    .poll(async () => (await nodes.b.docs.history(PLAN, { afterSeq: 0, limit: 10 })).length)
    .toBeGreaterThan(0)
})

test('a document nobody has open is taken up by whoever needs it, and let go again', async () => {
  await nodes.a.docs.transact(PLAN, (doc) => type(doc, '甲'))
  await nodes.b.docs.transact(PLAN, (doc) => type(doc, '乙'))
  await nodes.a.docs.transact(PLAN, (doc) => type(doc, '丙'))
  expect(bodyOf(await nodes.b.docs.read(PLAN))).toBe('甲乙丙')
})

test('an edit made on a copy is merged where the document lives, and once', async () => {
  const { here } = await bothIn()
  const copy = await nodes.b.docs.read(PLAN)
  const basedOn = Y.encodeStateVector(copy)
  type(copy, '乙')
  const edit = { update: Y.encodeStateAsUpdate(copy, basedOn), basedOn }
  const again = await nodes.b.docs.read(PLAN)
  type(again, '乙')
  const other = { update: Y.encodeStateAsUpdate(again, basedOn), basedOn }
  type(here.doc, '丙')
  await expect.poll(async () => bodyOf(await nodes.a.docs.read(PLAN))).toBe('丙')
  const merge = (made: typeof edit) => nodes.b.docs.merge(PLAN, made, 'lirui001' as UserId)
  expect([await merge(edit), await merge(edit), await merge(other)]).toEqual([
    ...['done', 'done', 'stale'],
  ])
  await until('it is there', () => [...'乙丙'].every((one) => bodyOf(here.doc).includes(one)))
  const rows = await nodes.a.docs.history(PLAN, { afterSeq: 0, limit: 10 })
  expect(rows.map(({ authorId }) => authorId)).toEqual(['wangfang', 'lirui001'])
})

test('an edit whose answer is lost, and then nobody can be asked, may be done: nobody says it is not', async () => {
  const holder = async (): Promise<string> => {
    if (isAway) throw new AppError('redis-away', { data: { seconds: 2 } })
    return 'b'
  }
  let isAway = false
  const elsewhere = {
    edit: async () => {
      isAway = true
      throw new Error('the link broke')
    },
  }
  const docs = clusterDocRooms({
    ...{ nodeId: 'a', rooms: nodes.a.studio.rooms, store: memoryDocStore() },
    ownership: { holder } as unknown as Ownership,
    elsewhere: elsewhere as unknown as Elsewhere,
    bus: memoryBus(quietLog),
  })
  const edit = { update: Uint8Array.of(0, 0), basedOn: Uint8Array.of(0) }
  await expect(docs.merge(PLAN, edit)).rejects.toThrow('outcome-unknown')
  // Nothing was asked of anybody yet.
  await expect(docs.merge(PLAN, edit)).rejects.toThrow('redis-away')
})

test('what lists read of a document is made of what its owner has, on whatever node', async () => {
  const { here } = await bothIn()
  await nodes.a.docs.transact(PLAN, (doc) => type(doc, '甲'))
  await until('it is everywhere', () => bodyOf(here.doc) === '甲')
  expect(await nodes.a.docs.projected(PLAN)).toBe('甲')
  expect(await nodes.b.docs.projected(PLAN)).toBe('甲')
})

test('[DR24] many who ask on another node at once have it brought over twice at most', async () => {
  const { here } = await bothIn()
  type(here.doc, '甲')
  await until('it is there', () => nodes.a.studio.rooms.local.owns(PLAN))
  const read = vi.spyOn(nodes.a.studio.rooms.local, 'read')
  await nodes.b.docs.projected(PLAN)
  read.mockClear()
  const answers = await Promise.all(Array.from({ length: 50 }, () => nodes.b.docs.projected(PLAN)))
  expect(new Set(answers)).toEqual(new Set([bodyOf(await nodes.a.docs.read(PLAN))]))
  expect(read.mock.calls.length).toBeLessThanOrEqual(2)
})

test('a question to an owner whose link breaks is asked again', async () => {
  await bothIn()
  const reading = nodes.b.docs.read(PLAN)
  nodes.a.cut()
  expect(bodyOf(await reading)).toBe('')
})
