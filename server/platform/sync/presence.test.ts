import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { soleOwnership } from '../cluster/Ownership.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { awareness } from './testing/frames.ts'
import { PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

type State = { user?: { userId?: string; name?: string }; [key: string]: unknown }

const stateOf = (client: { awareness: Awareness }, id: number) =>
  client.awareness.getStates().get(id) as State | undefined

/** A stock client that watches, and its synced neighbour. */
const watching = async () => {
  studio = await startStudio()
  const watcher = studio.stock(PLAN, 'readerone')
  await until('synced', () => watcher.provider.synced)
  return watcher
}

describe('[DR15] presence', () => {
  test('says who the connection is, whatever the client claims', async () => {
    const watcher = await watching()
    const liar = studio.stock(PLAN, 'wangfang')
    liar.awareness.setLocalState({
      user: { userId: 'zhaolei1', name: '校长', role: 'admin' },
      cursor: 3,
    })
    await until('seen', () => stateOf(watcher, liar.doc.clientID)?.cursor === 3)
    expect(stateOf(watcher, liar.doc.clientID)).toEqual({
      cursor: 3,
      user: { userId: 'wangfang', name: '名 wangfang', hue: 'lin' },
    })
    // Control: y-protocols alone believes it.
    const bare = new Awareness(new Y.Doc())
    applyAwarenessUpdate(bare, awareness([5, 1, { user: { userId: 'x' } }]).subarray(2), null)
    expect(bare.getStates().get(5)).toEqual({ user: { userId: 'x' } })
    bare.destroy()
  })

  /** A writer without y-websocket's habit of repairing its own state. */
  const speaking = async (as: string, id: number) => {
    const client = studio.raw(PLAN, as)
    await client.opened
    client.send(awareness([id, 1, { n: 1 }]))
    return client
  }

  /** Somebody else is told of twice: whatever waited for its next round has had it. */
  const roundsPass = async (watcher: Awaited<ReturnType<typeof watching>>) => {
    const other = await speaking('wangfang', 9)
    await until('another is seen', () => stateOf(watcher, 9)?.n === 1)
    other.send(awareness([9, 2, { n: 2 }]))
    await until('and once more', () => stateOf(watcher, 9)?.n === 2)
  }

  test('of somebody else cannot be changed or ended', async () => {
    const watcher = await watching()
    const victim = await speaking('wangfang', 5)
    await until('seen', () => stateOf(watcher, 5)?.n === 1)
    const changes: number[] = []
    watcher.awareness.on(
      'change',
      ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) =>
        changes.push(...added, ...updated, ...removed),
    )
    const thief = studio.raw(PLAN, 'zhaolei1')
    await thief.opened
    thief.send(awareness([5, 2 ** 50, { n: 99 }]))
    thief.send(awareness([5, 2 ** 50, null]))
    thief.send(awareness([50, 1, { n: 7 }], [51, 1, { n: 7 }]))
    thief.send(awareness([4242, 1, { n: 7 }]))
    thief.send(awareness([4242, 2, { n: 8 }], [5, 2 ** 50, { n: 99 }]))
    await until('the thief’s own state came after those', () => stateOf(watcher, 4242)?.n === 8)
    expect(new Set(changes)).toEqual(new Set([4242]))
    expect(stateOf(watcher, 5)?.n).toBe(1)
    expect(thief.code).toBeNull()
    victim.send(awareness([5, 2, { n: 2 }]))
    await until('the victim still speaks for itself', () => stateOf(watcher, 5)?.n === 2)
  })

  test('is one state per connection', async () => {
    const watcher = await watching()
    const client = await speaking('zhaolei1', 1)
    client.send(awareness([2, 1, { n: 2 }]))
    client.send(awareness([3, 1, { n: 3 }], [1, 2, { n: 4 }]))
    await until('seen', () => stateOf(watcher, 1)?.n === 4)
    expect(watcher.awareness.getStates().has(2)).toBe(false)
    expect(watcher.awareness.getStates().has(3)).toBe(false)
  })

  test('over 4 KB is dropped, its sender stays', async () => {
    const watcher = await watching()
    const client = await speaking('zhaolei1', 1)
    await until('seen', () => stateOf(watcher, 1)?.n === 1)
    client.send(awareness([1, 2, { n: 2, fat: 'x'.repeat(5000) }]))
    client.socket.ping()
    await new Promise((resolve) => client.socket.once('pong', resolve))
    await roundsPass(watcher)
    expect(stateOf(watcher, 1)?.n).toBe(1)
    client.send(awareness([1, 3, { n: 3 }]))
    await until('the next is seen', () => stateOf(watcher, 1)?.n === 3)
  })

  test('just under 4 KB is passed on with who it is of, unless written out again it is larger', async () => {
    const watcher = await watching()
    const client = await speaking('zhaolei1', 1)
    await until('seen', () => stateOf(watcher, 1)?.n === 1)
    client.send(awareness([1, 2, { n: 2, fat: 'x'.repeat(4070) }]))
    await until('the large one is seen', () => stateOf(watcher, 1)?.n === 2)
    // Five letters as sent, twenty-two as JSON writes them.
    client.send(awareness([1, 3, `{"n":3,"fat":[${Array(800).fill('9e20').join(',')}]}`]))
    client.socket.ping()
    await new Promise((resolve) => client.socket.once('pong', resolve))
    await roundsPass(watcher)
    expect(stateOf(watcher, 1)?.n).toBe(2)
    expect(client.code).toBeNull()
    client.send(awareness([1, 4, { n: 4 }]))
    await until('the next is seen', () => stateOf(watcher, 1)?.n === 4)
  })

  test('over 64 KiB, as a stock tab says back what its neighbour knows of a class, is not read', async () => {
    const watcher = await watching()
    const client = await speaking('zhaolei1', 1)
    await until('seen', () => stateOf(watcher, 1)?.n === 1)
    const others = Array.from({ length: 300 }, (_, i) => [i + 10, 1, 'x'.repeat(250)] as const)
    client.send(awareness([1, 2, { n: 2 }], ...others))
    client.socket.ping()
    await new Promise((resolve) => client.socket.once('pong', resolve))
    await roundsPass(watcher)
    expect(stateOf(watcher, 1)?.n).toBe(1)
    expect(client.code).toBeNull()
  })

  test('is passed on at most 30 times a second; the newest counts', async () => {
    const watcher = await watching()
    const client = await speaking('zhaolei1', 1)
    await until('seen', () => stateOf(watcher, 1)?.n === 1)
    const seen: unknown[] = []
    watcher.awareness.on('change', () => seen.push(stateOf(watcher, 1)?.n))
    const begun = performance.now()
    for (let n = 2; n <= 200; n += 1) {
      client.send(awareness([1, n, { n }]))
      client.socket.ping()
      await new Promise((resolve) => client.socket.once('pong', resolve))
    }
    await until('the newest is seen', () => seen.at(-1) === 200)
    // However slow the machine: no more rounds than fit into the time it took.
    expect(seen.length).toBeLessThanOrEqual((performance.now() - begun) / 33 + 2)
    expect(client.code).toBeNull()
  })

  test('of one who left is announced by the server and forgotten', async () => {
    const watcher = await watching()
    const client = studio.raw(PLAN, 'zhaolei1')
    await client.opened
    client.send(awareness([1, 1, { n: 1 }]))
    await until('seen', () => stateOf(watcher, 1) !== undefined)
    client.leave()
    await until('gone', () => stateOf(watcher, 1) === undefined)
    const late = studio.stock(PLAN, 'chenjie1')
    await until('the late one sees the watcher', () =>
      late.awareness.getStates().has(watcher.doc.clientID),
    )
    expect(late.awareness.getStates().has(1)).toBe(false)
    // A late echo of somebody who left gives nobody their id.
    const echo = studio.raw(PLAN, 'chenjie1')
    await echo.opened
    echo.send(awareness([1, 99, { n: 2 }]))
    echo.send(awareness([4242, 1, { n: 3 }]))
    await until('it is somebody else', () => stateOf(watcher, 4242)?.n === 3)
    expect(stateOf(watcher, 1)).toBeUndefined()
  })

  test('a new client sees everybody at once, and everybody it', async () => {
    await watching()
    const clients = ['wangfang', 'zhaolei1', 'chenjie1'].map((as) => studio.stock(PLAN, as))
    await until('all see all', () =>
      clients.every(({ awareness }) => awareness.getStates().size === 4),
    )
  })

  test('after a restart of the server nobody is hidden, though clocks did not rise', async () => {
    const store = memoryDocStore()
    studio = await startStudio({ store, ownership: soleOwnership(async () => 1) })
    const a = studio.raw(PLAN, 'wangfang')
    const watching = new Awareness(new Y.Doc())
    const b = studio.raw(PLAN, 'zhaolei1')
    await Promise.all([a.opened, b.opened])
    const feed = (message: Uint8Array) => {
      const [lead = 0] = message.subarray(1, 2)
      // The block's length takes one byte below 128 and two above.
      applyAwarenessUpdate(watching, message.subarray(lead < 128 ? 2 : 3), null)
    }
    a.send(awareness([1, 5, { n: 1 }]))
    await until('seen', () => b.ofType(1).some((m) => m[2] === 1))
    for (const message of b.ofType(1)) feed(message)
    expect(watching.getStates().get(1)).toMatchObject({ n: 1 })
    await studio.stop()

    studio = await startStudio({ store, ownership: soleOwnership(async () => 2) })
    // The stock provider drops the others when it is disconnected and keeps their clocks.
    const told = watching.meta.get(1)?.clock ?? 0
    applyAwarenessUpdate(watching, awareness([1, 2 ** 52, null]).subarray(2), null)
    watching.meta.set(1, { clock: told, lastUpdated: 0 })
    const a2 = studio.raw(PLAN, 'wangfang')
    const b2 = studio.raw(PLAN, 'zhaolei1')
    await Promise.all([a2.opened, b2.opened])
    a2.send(awareness([1, 5, { n: 1 }]))
    await until('seen', () => b2.ofType(1).some((m) => m[2] === 1))
    // Control: the client's own clock, passed on as it is, would be ignored.
    applyAwarenessUpdate(watching, awareness([1, 5, { n: 1 }]).subarray(2), null)
    expect(watching.getStates().has(1)).toBe(false)
    for (const message of b2.ofType(1)) feed(message)
    expect(watching.getStates().get(1)).toMatchObject({ n: 1 })
    watching.destroy()
  })

  test('after a restart with the clock set back nobody is hidden from stock clients that stayed', async () => {
    studio = await startStudio({ ownership: soleOwnership(async () => 1) })
    const [one, other] = ['wangfang', 'zhaolei1'].map((as) => {
      const provider = new WebsocketProvider(studio.url, PLAN, new Y.Doc(), {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        params: { as },
        disableBc: true,
        maxBackoffTime: 50,
      })
      provider.awareness.setLocalState({ n: 1 })
      return provider
    })
    if (!one || !other) return
    const sees = (provider: WebsocketProvider, id: number) => provider.awareness.getStates().has(id)
    const seesEachOther = () =>
      sees(one, other.awareness.clientID) && sees(other, one.awareness.clientID)
    await until('they see each other', seesEachOther)
    await studio.stop()
    await until('they are alone', () => !one.wsconnected && !other.wsconnected)
    const clock = { now: () => Date.now() - 3_600_000 }
    studio = await startStudio({ clock, ownership: soleOwnership(async () => 2) })
    for (const provider of [one, other]) provider.serverUrl = studio.url
    await until('they see each other again', seesEachOther)
    // Also with what is told from then on.
    one.awareness.setLocalState({ n: 2 })
    await until('moved', () => other.awareness.getStates().get(one.awareness.clientID)?.n === 2)
    for (const provider of [one, other]) provider.destroy()
  })

  test('a tab that comes back before its old socket is known to be dead keeps its place', async () => {
    const watcher = await watching()
    const first = studio.raw(PLAN, 'wangfang')
    await first.opened
    first.send(awareness([1, 1, { n: 1 }]))
    await until('seen', () => stateOf(watcher, 1)?.n === 1)
    const second = studio.raw(PLAN, 'wangfang')
    await second.opened
    second.send(awareness([1, 1, { n: 2 }]))
    await until('moved', () => stateOf(watcher, 1)?.n === 2)
    first.leave()
    await until('the old one is gone', () => studio.rooms.local.connections(PLAN).length === 2)
    second.send(awareness([1, 2, { n: 3 }]))
    await until('still here', () => stateOf(watcher, 1)?.n === 3)
  })

  test('is there at once for a stock client that comes back, which kept the clocks', async () => {
    const watcher = await watching()
    const other = studio.stock(PLAN, 'wangfang')
    await until('seen', () => stateOf(watcher, other.doc.clientID) !== undefined)
    watcher.provider.disconnect()
    expect(stateOf(watcher, other.doc.clientID)).toBeUndefined()
    watcher.provider.connect()
    await until('greeted', () => watcher.provider.synced)
    expect(stateOf(watcher, other.doc.clientID)).toBeDefined()
  })

  test('said back by a neighbour is no news: two stock tabs of one browser do not talk for ever', async () => {
    const watcher = await watching()
    const tabs = [1, 2].map(() => studio.stock(PLAN, 'wangfang'))
    for (const { provider } of tabs) {
      // As it is by default: tabs hand on to each other what they hear.
      provider.disableBc = false
      provider.connectBc()
    }
    tabs[0]!.awareness.setLocalStateField('cursor', 1)
    await until('seen', () => stateOf(watcher, tabs[0]!.doc.clientID)?.cursor === 1)
    let heard = 0
    watcher.provider.ws?.addEventListener('message', () => {
      heard += 1
    })
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(heard).toBeLessThan(6)
    tabs[1]!.awareness.setLocalStateField('cursor', 2)
    await until('moved', () => stateOf(watcher, tabs[1]!.doc.clientID)?.cursor === 2)
    tabs[0]!.awareness.setLocalStateField('cursor', 3)
    await until('moved too', () => stateOf(watcher, tabs[0]!.doc.clientID)?.cursor === 3)
  })

  test('of another tab of one’s own, heard and sent back, does not take this tab’s place', async () => {
    const watcher = await watching()
    const first = await speaking('wangfang', 5)
    const second = studio.raw(PLAN, 'wangfang')
    await until('greeted', () => second.ofType(1).length > 0)
    first.send(awareness([5, 2, { n: 1, moved: true }]))
    await until('heard', () => second.ofType(1).length > 1)
    // An echo is what was heard, to the byte.
    second.send(second.ofType(1).at(-1)!)
    second.send(awareness([6, 1, { n: 6 }]))
    await until('both are here', () => stateOf(watcher, 6)?.n === 6)
    expect(stateOf(watcher, 5)?.n).toBe(1)
    first.send(awareness([5, 3, { n: 2 }]))
    await until('the first still speaks', () => stateOf(watcher, 5)?.n === 2)
  })
})
