import 'fake-indexeddb/auto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { keepDoc, type LeftBehind } from './keepDoc.ts'
import type { OpenDoc } from './openDoc.ts'
import { fakeServer } from './testing/fakeServer.ts'

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
const paramOf = (url: string, name: string) => new URL(url).searchParams.get(name)
const epochMessage = (epoch: string) =>
  Uint8Array.of(101, epoch.length, ...new TextEncoder().encode(epoch)).buffer

const start = (userId = `user-${Math.random()}`, hasRoom = () => true) => {
  const server = fakeServer()
  server.disk.getText('body').insert(0, '共案。')
  const left: LeftBehind[] = []
  const kept = keepDoc({
    name: 'plan:plan0001',
    offline: true,
    userId,
    url: 'ws://studio/ws/docs',
    WebSocketClass: server.WebSocketClass,
    schemaVersion: 1,
    onLeftBehind: async (what) => {
      left.push(what)
      return hasRoom()
    },
  })
  ends.push(kept.dispose)
  const shown = () => kept.store.getSnapshot()
  /** The newest connection opens and the document is exchanged. */
  const greets = (epoch = 'e1') => {
    const socket = server.last()
    socket.opens()
    socket.says(epochMessage(epoch))
    socket.asks()
    socket.takesAll()
    socket.acknowledges()
    return socket
  }
  const connected = async (count: number, epoch = 'e1') => {
    await until(() => server.sockets.length === count)
    return greets(epoch)
  }
  return { server, kept, shown, left, connected, userId }
}

describe('[DR35] a refusal', () => {
  test.each([
    [4403, 'Forbidden'],
    [4422, 'Refused'],
    [4400, 'Malformed'],
    [4413, 'TooLarge'],
    [1009, 'TooLarge'],
  ] as const)(
    '%i hands over exactly what was not accepted, and shows the server’s document (%s)',
    async (code, reason) => {
      const { server, shown, left, connected } = start()
      const socket = await connected(1)
      write(shown().open, '收下的。')
      socket.takesAll()
      socket.acknowledges()
      write(shown().open, '没收下的。')
      const before = shown().open
      socket.ends(code)
      await until(() => server.sockets.length === 2)
      // Until the other is here, the page keeps what it shows.
      expect(shown().open).toBe(before)
      expect(textOf(before)).toBe('共案。收下的。没收下的。')
      await connected(2)
      await until(() => shown().since === reason)
      expect(textOf(shown().open)).toBe('共案。收下的。')
      expect(left.map(({ pieces }) => pieces?.map(({ text }) => text))).toEqual([['没收下的。']])
      expect(shown().open.save.getSnapshot()).toBe('saved')
    },
  )

  test('is not repeated: the copy in the browser no longer has what was refused', async () => {
    const { server, shown, connected, userId, kept } = start()
    const socket = await connected(1)
    write(shown().open, '没收下的。')
    socket.ends(4422)
    await connected(2)
    await until(() => shown().since === 'Refused')
    kept.dispose()
    const again = keepDoc({
      name: 'plan:plan0001',
      offline: true,
      userId,
      url: 'ws://studio/ws/docs',
      WebSocketClass: server.WebSocketClass,
      onLeftBehind: async () => true,
    })
    ends.push(again.dispose)
    await connected(3)
    expect(server.disk.getText('body').toString()).toBe('共案。')
  })

  test('on a full disk: the copy makes room, and what was not accepted is handed over again', async () => {
    const calls: number[] = []
    const { shown, left, connected } = start(undefined, () => calls.push(1) > 1)
    const socket = await connected(1)
    write(shown().open, '没收下的。')
    socket.ends(4422)
    await connected(2)
    await until(() => shown().since === 'Refused')
    expect(left.map(({ pieces }) => pieces?.map(({ text }) => text))).toEqual([
      ['没收下的。'],
      ['没收下的。'],
    ])
  })

  test('that comes again though nothing of ours was sent is final', async () => {
    const { server, shown, left, connected } = start()
    const socket = await connected(1)
    write(shown().open, '没收下的。')
    socket.ends(4403)
    const second = await connected(2)
    await until(() => shown().since === 'Forbidden')
    second.ends(4403)
    await until(() => shown().open.status.getSnapshot().kind === 'refused')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(server.sockets).toHaveLength(2)
    expect(left).toHaveLength(1)
  })

  test('for want of a session keeps everything and goes on after another try', async () => {
    const { server, shown, left, connected } = start()
    const socket = await connected(1)
    write(shown().open, '还没到的。')
    socket.ends(4401)
    expect(shown().open.status.getSnapshot()).toEqual({ kind: 'refused', reason: 'NotSignedIn' })
    shown().open.retry()
    await connected(2)
    expect(shown().open.status.getSnapshot()).toMatchObject({ kind: 'open', save: 'saved' })
    expect(server.disk.getText('body').toString()).toBe('共案。还没到的。')
    expect(left).toEqual([])
  })
})

describe('[DR34] of a document that is gone for somebody', () => {
  const another = (server: ReturnType<typeof start>['server'], userId: string) => {
    const left: LeftBehind[] = []
    const kept = keepDoc({
      name: 'plan:plan0001',
      offline: true,
      userId,
      url: 'ws://studio/ws/docs',
      WebSocketClass: server.WebSocketClass,
      onLeftBehind: async (what) => left.push(what) > 0,
    })
    ends.push(kept.dispose)
    return { kept, left }
  }
  const wordsIn = (left: readonly LeftBehind[]) =>
    left.flatMap(({ pieces }) => pieces?.map(({ text }) => text) ?? [])

  test('a later page, which the server tells nothing, knows what this browser had not handed in', async () => {
    const { server, shown, kept, connected, userId } = start()
    const socket = await connected(1)
    write(shown().open, '交了的。')
    socket.takesAll()
    socket.acknowledges()
    socket.ends(1006)
    write(shown().open, '没交的。')
    await until(() => shown().open.save.getSnapshot() === 'local')
    kept.dispose()
    // A second page, without a line either, writes on.
    const second = another(server, userId)
    const { open } = second.kept.store.getSnapshot()
    await until(() => textOf(open).includes('没交的。'))
    write(open, '又写的。')
    await until(() => open.isKept())
    second.kept.dispose()

    const { kept: third, left } = another(server, userId)
    const before = server.sockets.length
    await until(() => server.sockets.length > before)
    server.last().opens()
    server.last().ends(4404)
    await until(() => third.store.getSnapshot().isOver)
    expect(wordsIn(left).sort()).toEqual(['又写的。', '没交的。'].sort())
  })

  test('nothing is said of what the server has', async () => {
    const { server, shown, kept, connected, userId } = start()
    const socket = await connected(1)
    write(shown().open, '交了的。')
    socket.takesAll()
    socket.acknowledges()
    await until(() => shown().open.save.getSnapshot() === 'saved')
    kept.dispose()
    const { kept: later, left } = another(server, userId)
    await until(() => server.sockets.length === 2)
    server.last().opens()
    server.last().ends(4404)
    await until(() => later.store.getSnapshot().isOver)
    expect(left).toEqual([])
  })
})

describe('[DR20] [DR35] out of date', () => {
  test('another past is set aside whole and not merged; the document of today is shown', async () => {
    const { server, shown, left, connected } = start()
    const socket = await connected(1, 'e1')
    write(shown().open, '恢复以前写的。')
    socket.takesAll()
    socket.acknowledges()
    socket.ends(1012)
    server.disk.getText('body').delete(0, server.disk.getText('body').length)
    server.disk.getText('body').insert(0, '恢复后的共案。')
    await until(() => server.sockets.length === 2)
    expect(paramOf(server.last().url, 'epoch')).toBe('e1')
    server.last().opens()
    server.last().ends(4409)
    // A reader finds out which past the server is in.
    await until(() => server.sockets.length === 3)
    expect(paramOf(server.last().url, 'access')).toBe('read')
    expect(paramOf(server.last().url, 'epoch')).toBe('')
    await connected(3, 'e2')
    await until(() => server.sockets.length === 4)
    expect(left.map(({ reason, pieces }) => ({ reason, pieces }))).toEqual([
      { reason: 'OutOfDate', pieces: null },
    ])
    expect(left[0]?.doc.getText('body').toString()).toBe('共案。恢复以前写的。')
    expect(paramOf(server.last().url, 'access')).toBeNull()
    expect(paramOf(server.last().url, 'epoch')).toBe('')
    await connected(4, 'e2')
    await until(() => shown().since === 'OutOfDate')
    expect(shown().isPageOld).toBe(false)
    expect(textOf(shown().open)).toBe('恢复后的共案。')
    expect(server.disk.getText('body').toString()).toBe('恢复后的共案。')
  })

  test('[G8] a newer schema: shown for reading, from a copy that cannot reach the original', async () => {
    const { server, shown, left, connected, userId, kept } = start()
    const socket = await connected(1)
    write(shown().open, '旧页面写的。')
    await until(() => shown().open.save.getSnapshot() === 'saving')
    socket.ends(1012)
    await until(() => shown().open.save.getSnapshot() === 'local')
    await until(() => server.sockets.length === 2)
    server.last().opens()
    server.last().ends(4409)
    await connected(3, 'e1')
    await until(() => shown().isPageOld)
    expect(textOf(shown().open)).toBe('共案。')
    // What an editor's binding would do to nodes it does not know.
    shown().open.doc.getText('body').delete(0, 3)
    server.last().takesAll()
    expect(server.disk.getText('body').toString()).toBe('共案。')
    expect(left).toEqual([])
    // Others go on, and one sees it.
    server.disk.getText('body').insert(3, '新的。')
    kept.dispose()

    // The page of the new version sends what this browser has kept.
    const newer = keepDoc({
      name: 'plan:plan0001',
      offline: true,
      userId,
      url: 'ws://studio/ws/docs',
      WebSocketClass: server.WebSocketClass,
      schemaVersion: 2,
      onLeftBehind: async () => true,
    })
    ends.push(newer.dispose)
    await connected(4, 'e1')
    expect(server.disk.getText('body').toString()).toContain('旧页面写的。')
  })

  test('[DR35] a newer schema: what this browser has not stored is handed over', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('no storage', 'SecurityError')
    })
    const { server, shown, left, connected } = start()
    const socket = await connected(1)
    vi.restoreAllMocks()
    socket.ends(1012)
    write(shown().open, '旧页面写的。')
    expect(shown().open.save.getSnapshot()).toBe('unsaved')
    await until(() => server.sockets.length === 2)
    server.last().opens()
    server.last().ends(4409)
    await connected(3, 'e1')
    await until(() => shown().isPageOld)
    expect(left.map(({ pieces }) => pieces?.map(({ text }) => text))).toEqual([['旧页面写的。']])
  })

  test('[DR35] a newer schema: what is just being stored is not handed over too, for it would stand twice', async () => {
    const { shown, left, connected } = start()
    const socket = await connected(1)
    write(shown().open, '旧页面写的。')
    socket.ends(4409)
    await connected(2, 'e1')
    await until(() => shown().isPageOld)
    expect(left).toEqual([])
  })

  test('a server that does not even let one read leaves what is on the screen', async () => {
    const { server, shown, connected } = start()
    const socket = await connected(1)
    socket.ends(4409)
    await until(() => server.sockets.length === 2)
    server.last().opens()
    server.last().ends(4409)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(textOf(shown().open)).toBe('共案。')
    expect(shown().open.status.getSnapshot()).toEqual({ kind: 'refused', reason: 'OutOfDate' })
  })
})

describe('[DR34] what the server is known to have', () => {
  test('of others’ words nothing is taken for one’s own', async () => {
    const { server, shown, connected } = start()
    const socket = await connected(1)
    expect(shown().open.unsent()).toEqual([])
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(server.disk))
    other.getText('body').insert(0, '别人的。')
    const update = Y.encodeStateAsUpdate(other, Y.encodeStateVector(server.disk))
    socket.says(Uint8Array.of(0, 2, update.length, ...update).buffer)
    write(shown().open, '我的。')
    expect(
      shown()
        .open.unsent()
        ?.map(({ text }) => text),
    ).toEqual(['我的。'])
  })
})
