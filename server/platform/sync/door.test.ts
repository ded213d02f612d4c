import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Actor } from '#shared/access/actor.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { restoredEpoch } from './restoredEpoch.ts'
import { rawFrame, step1, update } from './testing/frames.ts'
import {
  actorOf,
  bodyOf,
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

describe('[DR21] the door', () => {
  test.each([
    ['nobody signed in', PLAN, '', 4401],
    ['not allowed', PLAN, 'nobody01', 4404],
    ['no such kind', 'secret:plan0001', 'wangfang', 4404],
    ['no name', '', 'wangfang', 4404],
    ['a name with a path in it', 'plan:..%2f..%2fetc', 'wangfang', 4404],
    ['a broken name', 'plan:%E0%A4%A', 'wangfang', 4404],
    ['a kind without an owner', 'classroom:room0001', 'wangfang', 4404],
  ])('%s: %s as "%s" is closed with %i', async (_why, name, as, code) => {
    studio = await startStudio()
    const client = studio.raw(name, as)
    expect((await client.closed).code).toBe(code)
    expect(client.received).toHaveLength(0)
  })

  test('who is refused and talks on is cut off, and nothing of it is kept', async () => {
    studio = await startStudio()
    const { port, pathname } = new URL(studio.url)
    const socket = connect(Number(port), '127.0.0.1')
    const lines = [
      `GET ${pathname}/secret:plan0001 HTTP/1.1`,
      ...['Host: a', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    socket.on('error', () => {})
    // One masked binary frame of a megabyte; its sender has no ear for a close frame.
    const megabyte = Buffer.alloc(14 + 2 ** 20)
    Buffer.of(0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0).copy(megabyte)
    const before = process.memoryUsage().arrayBuffers
    for (let sent = 0; sent < 100 && !socket.destroyed; sent += 1)
      await new Promise((resolve) => socket.write(megabyte, resolve))
    expect(socket.destroyed).toBe(true)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20)
  })

  test('a stock provider stops at a final code and comes back after another', async () => {
    studio = await startStudio()
    const refused = studio.stock(PLAN, 'nobody01')
    await until('closed', () => refused.codes.length > 0)
    expect(refused.codes).toEqual([4404])
    expect(refused.provider.shouldConnect).toBe(false)
  })

  test.each([
    ['foreign', 'https://evil.example', 4403],
    ['null', 'null', 4403],
    ['look-alike', 'http://127.0.0.1.evil.example', 4403],
    ['another port', 'http://127.0.0.1:1', 4403],
    ['a sub-domain', 'http://x.127.0.0.1', 4403],
  ])('a %s origin is refused (cross-site hijacking)', async (_what, origin, code) => {
    studio = await startStudio()
    const client = studio.raw(PLAN, 'wangfang', '', { origin })
    expect((await client.closed).code).toBe(code)
    expect(studio.rooms.local.connections(PLAN)).toHaveLength(0)
  })

  test('our own origin, and a client that is no browser, may come', async () => {
    studio = await startStudio()
    const own = studio.raw(PLAN, 'wangfang', '', { origin: studio.url.replace('ws:', 'http:') })
    const none = studio.raw(PLAN, 'wangfang')
    await until('both are in', () => studio.rooms.local.connections(PLAN).length === 2)
    expect([own.code, none.code]).toEqual([null, null])
  })

  test('what is said while access is judged is not lost', async () => {
    const judging = deferred()
    const store = memoryDocStore()
    const authorize = async (actor: Parameters<typeof grantFor>[0]) => {
      await judging.promise
      return grantFor(actor)
    }
    studio = await startStudio({ store, owners: [openOwner({ authorize })] })
    const client = studio.raw(PLAN, 'wangfang')
    await client.opened
    client.send(update(updateOf((doc) => type(doc, '早'))))
    client.send(step1())
    client.socket.ping()
    await new Promise((resolve) => client.socket.once('pong', resolve))
    expect(store.docs.size).toBe(0)
    judging.resolve()
    await until('it counts', () => store.docs.get(PLAN)?.updates.length === 1)
  })

  test('an owner that fails is no reason to give up for good', async () => {
    studio = await startStudio({
      owners: [
        openOwner({
          authorize: async () => {
            throw new Error('db down')
          },
        }),
      ],
    })
    expect((await studio.raw(PLAN, 'wangfang').closed).code).toBe(4507)
  })

  test('a document that cannot be loaded closes with "try again", and opens when it can', async () => {
    const store = memoryDocStore()
    let isBroken = true
    studio = await startStudio({
      store: {
        ...store,
        load: async (name) => {
          if (isBroken) throw new Error('db down')
          return store.load(name)
        },
      },
    })
    expect((await studio.raw(PLAN, 'wangfang').closed).code).toBe(4507)
    isBroken = false
    const client = studio.stock(PLAN, 'wangfang')
    await until('synced', () => client.provider.synced)
  })

  test('the query says which tab, which epoch and which schema', async () => {
    studio = await startStudio({ owners: [openOwner({ schemaVersion: 3 })] })
    const client = studio.raw(PLAN, 'wangfang', '&device=device-0001&epoch=&schema=3')
    await until('it is told the epoch', () => client.ofType(101).length === 1)
    expect(studio.rooms.local.connections(PLAN)[0]?.deviceId).toBe('device-0001')
    expect(client.received[0]?.[0]).toBe(101)
  })
})

describe('[DR16] revocation', () => {
  test('closes at once, and nothing that was sent before counts after', async () => {
    const store = memoryDocStore()
    studio = await startStudio({ store })
    const doc = new Y.Doc()
    const client = studio.raw(PLAN, 'wangfang')
    const other = studio.stock(PLAN, 'zhaolei1')
    await client.opened
    await until(
      'both in',
      () => studio.rooms.local.connections(PLAN).length === 2 && other.provider.synced,
    )
    client.send(update(updateOf((d) => type(d, '前'), doc)))
    await until('it counts', () => store.docs.get(PLAN)?.updates.length === 1)
    client.send(update(updateOf((d) => type(d, '后'), doc)))
    studio.rooms.closeWhere({ userIds: ['wangfang'] }, 'AccessChanged')
    // Within the same turn it is nobody's connection any more.
    expect(studio.rooms.local.connections(PLAN).map(({ grant }) => grant.identity.userId)).toEqual([
      'zhaolei1',
    ])
    client.send(update(updateOf((d) => type(d, '再'), doc)))
    expect((await client.closed).code).toBe(4510)
    await studio.rooms.history(PLAN, { afterSeq: 0, limit: 10_000 })
    expect(store.docs.get(PLAN)?.updates).toHaveLength(1)
    expect(bodyOf(other.doc)).toBe('前')
    expect(other.codes).toEqual([])
  })

  test('a stock provider comes back after it and is judged anew', async () => {
    let isReader = false
    const authorize = async (actor: Parameters<typeof grantFor>[0]) => {
      const grant = grantFor(actor)
      return grant && isReader ? { ...grant, access: 'read' as const } : grant
    }
    studio = await startStudio({ owners: [openOwner({ authorize })] })
    const client = studio.stock(PLAN, 'wangfang')
    await until('synced', () => client.provider.synced)
    isReader = true
    studio.rooms.closeWhere({ userIds: ['wangfang'] }, 'AccessChanged')
    await until('it is back as a reader', () =>
      studio.rooms.local.connections(PLAN).some(({ grant }) => grant.access === 'read'),
    )
    expect(client.codes).toEqual([4510])
  })

  test('an answer given before the revocation is not believed after it', async () => {
    const judging = deferred()
    let asked = 0
    let isAllowed = true
    const authorize = async (actor: Parameters<typeof grantFor>[0]) => {
      asked += 1
      // Read before the wait, as a database query would have.
      const answer = isAllowed ? grantFor(actor) : null
      if (asked === 1) await judging.promise
      return answer
    }
    studio = await startStudio({ owners: [openOwner({ authorize })] })
    const client = studio.raw(PLAN, 'wangfang')
    await until('asked', () => asked === 1)
    isAllowed = false
    studio.rooms.closeWhere({ userIds: ['wangfang'] }, 'AccessChanged')
    judging.resolve()
    expect((await client.closed).code).toBe(4404)
    expect(asked).toBe(2)
  })

  test('whoever was looked up before it is looked up again', async () => {
    const looking = deferred()
    let looked = 0
    let isDisabled = false
    studio = await startStudio({
      actorOf: async (request) => {
        looked += 1
        const found: Actor = isDisabled ? { kind: 'anyone' } : await actorOf(request)
        if (looked === 1) await looking.promise
        return found
      },
    })
    const client = studio.raw(PLAN, 'wangfang')
    await until('looked up', () => looked === 1)
    isDisabled = true
    studio.rooms.closeWhere({ userIds: ['wangfang'] }, 'AccessChanged')
    looking.resolve()
    expect((await client.closed).code).toBe(4401)
    expect(looked).toBe(2)
  })

  test('the owner hears who is there', async () => {
    const seen: string[][] = []
    studio = await startStudio({
      owners: [
        openOwner({
          onConnections: (_id, connections) => {
            seen.push(connections.map(({ grant }) => grant.identity.userId))
          },
        }),
      ],
    })
    const a = studio.raw(PLAN, 'wangfang')
    await until('a', () => seen.length === 1)
    const b = studio.raw(PLAN, 'zhaolei1')
    await until('b', () => seen.length === 2)
    a.leave()
    await until('a left', () => seen.length === 3)
    b.leave()
    await until('b left', () => seen.length === 4)
    expect(seen).toEqual([['wangfang'], ['wangfang', 'zhaolei1'], ['zhaolei1'], []])
  })
})

describe('[DR20] epochs and schemas', () => {
  test('a copy of another past is not merged', async () => {
    const store = memoryDocStore()
    studio = await startStudio({ store })
    const client = studio.raw(PLAN, 'wangfang', '&epoch=')
    await until('told', () => client.ofType(101).length === 1)
    const epoch = Buffer.from(client.ofType(101)[0]!.subarray(2)).toString()
    const same = studio.raw(PLAN, 'wangfang', `&epoch=${epoch}`)
    await until('the same past may come', () => same.ofType(0).length > 0)
    client.leave()
    same.leave()
    await until('gone', () => studio.rooms.local.connections(PLAN).length === 0)
    await studio.rooms.read(PLAN)
    const kept = store.docs.get(PLAN)!
    kept.meta = { ...kept.meta, epoch: 'restored-1' }
    const stale = studio.raw(PLAN, 'wangfang', `&epoch=${epoch}`)
    await stale.opened
    stale.send(rawFrame([0, 1], Y.encodeStateAsUpdate(new Y.Doc())))
    expect((await stale.closed).code).toBe(4409)
    // Control: without an epoch the same client would have been let in.
    const old = studio.raw(PLAN, 'wangfang')
    await until('in', () => old.ofType(0).length > 0)
  })

  test('a stock client that comes to a restored document brings nothing from before', async () => {
    const store = memoryDocStore()
    studio = await startStudio({ store })
    const client = studio.stock(PLAN, 'wangfang')
    await until('synced', () => client.provider.synced)
    type(client.doc, '该删掉的')
    await until('stored', () => store.docs.get(PLAN)?.updates.length === 1)
    const purged = Y.encodeStateAsUpdate(client.doc)
    client.leave()
    await studio.stop()
    // As a backup of before has it.
    const backup = memoryDocStore()
    studio = await startStudio({ store: backup })
    await studio.rooms.read(PLAN)
    for (const [epoch, code] of [
      [restoredEpoch('1'), 4409],
      ['plain', null],
    ] as const) {
      await until('nobody is here', () => studio.rooms.local.connections(PLAN).length === 0)
      await studio.rooms.local.flush(PLAN)
      const kept = backup.docs.get(PLAN)!
      kept.meta = { ...kept.meta, epoch }
      // Whoever has nothing that is not here comes and writes like anybody.
      const fresh = studio.stock(PLAN, 'zhaolei1')
      await until('synced', () => fresh.provider.synced)
      type(fresh.doc, '新')
      await until('it is known', () =>
        Boolean(
          backup.docs.get(PLAN)?.claims.some(({ clientId }) => clientId === fresh.doc.clientID),
        ),
      )
      fresh.provider.disconnect()
      type(fresh.doc, '断线时写的')
      fresh.provider.connect()
      await until('back', () => fresh.provider.synced)
      const stale = studio.raw(PLAN, 'wangfang')
      await until('greeted', () => stale.ofType(0).length > 0)
      stale.send(rawFrame([0, 1], purged))
      if (code !== null) expect((await stale.closed).code).toBe(code)
      // Control: in a document of one past it cannot be told apart, and is not kept out.
      else await until('it is back', () => bodyOf(fresh.doc).includes('该删掉的'))
      expect(bodyOf(fresh.doc).includes('该删掉的')).toBe(code === null)
      expect(bodyOf(await studio.rooms.read(PLAN))).toContain('断线时写的')
      expect(fresh.codes).not.toContain(4409)
      fresh.leave()
      stale.leave()
    }
  })

  test.each(['-1', 'abc', '4.5', '', '1e3'])(
    'a schema that is no whole number (%s) is an older one',
    async (schema) => {
      studio = await startStudio({ owners: [openOwner({ schemaVersion: 4 })] })
      expect((await studio.raw(PLAN, 'wangfang', `&schema=${schema}`).closed).code).toBe(4409)
    },
  )

  test('a client with an older schema may read and not write', async () => {
    studio = await startStudio({ owners: [openOwner({ schemaVersion: 4 })] })
    expect((await studio.raw(PLAN, 'wangfang', '&schema=3').closed).code).toBe(4409)
    const reader = studio.raw(PLAN, 'readerone', '&schema=3')
    const current = studio.raw(PLAN, 'wangfang', '&schema=4')
    await until('they may', () => reader.ofType(0).length > 0 && current.ofType(0).length > 0)
  })
})
