import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { type OpenDoc, openDoc } from './openDoc.ts'
import { SaveLedger, type SaveState } from './SaveLedger.ts'
import { type FakeServer, fakeServer } from './testing/fakeServer.ts'
import { firstSeed } from './testing/firstSeed.ts'
import { isLong } from './testing/isLong.ts'
import { seeded } from './testing/seeded.ts'
import { updateRows } from './updateRows.ts'

const SEQUENCES = isLong ? 10_000 : 300
const STEPS = 40
const NAME = 'plan:plan0001'

/** Everything that can happen to a page and its server, with how often. */
const events = [
  ...Array<'type'>(6).fill('type'),
  'delete',
  ...Array<'arrives'>(4).fill('arrives'),
  ...Array<'saves'>(2).fill('saves'),
  ...Array<'acknowledges'>(3).fill('acknowledges'),
  ...Array<'restore'>(4).fill('restore'),
  'drop',
  'sleep',
  'killServer',
  'serverFull',
  'browserFull',
  'browserFree',
  'storageClosed',
  'storageDeleted',
  'reload',
  'settle',
] as const

let isBrowserFull = false
/** The page's, to its copy. */
let connection: IDBDatabase | null = null
beforeEach(() => {
  isBrowserFull = false
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  })
  const openDatabase = IDBFactory.prototype.open
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, ...asked) {
    const request = openDatabase.apply(this, asked)
    const hold = () => {
      if (request.result.name.endsWith(NAME)) connection = request.result
    }
    request.addEventListener('success', hold)
    return request
  })
  const reading = new WeakSet<IDBTransaction>()
  const getAll = IDBObjectStore.prototype.getAll
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (
    this: IDBObjectStore,
    ...asked
  ) {
    reading.add(this.transaction)
    return getAll.apply(this, asked)
  })
  const add = IDBObjectStore.prototype.add
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (
    this: IDBObjectStore,
    ...row: Parameters<typeof add>
  ) {
    // y-indexeddb leaves it unheard when what it adds while it reads fails, which would end this test for nothing.
    if (!isBrowserFull || reading.has(this.transaction)) return add.apply(this, row)
    this.transaction.abort()
    return {} as IDBRequest<IDBValidKey>
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** The browser's storage has its turns. */
const turns = async (count = 12): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** What a reload would find. */
const storedDoc = async (userId: string): Promise<Y.Doc> => {
  const doc = new Y.Doc()
  const rows = await new Promise<readonly Uint8Array[]>((resolve, reject) => {
    const request = indexedDB.open(`yanke/${userId}/${NAME}`)
    request.onerror = () => reject(request.error)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('updates', { autoIncrement: true })
      request.result.createObjectStore('custom')
    }
    request.onsuccess = () => {
      const db = request.result
      const all = db.transaction(['updates']).objectStore('updates').getAll()
      all.onsuccess = () => {
        db.close()
        resolve(all.result)
      }
      all.onerror = () => reject(all.error)
    }
  })
  for (const row of rows) Y.applyUpdate(doc, row)
  return doc
}

const hasAll = (store: Y.Doc, of: Y.Doc): boolean => {
  const both = new Y.Doc()
  Y.applyUpdate(both, Y.encodeStateAsUpdate(store))
  Y.applyUpdate(both, Y.encodeStateAsUpdate(of))
  const own = new Y.Doc()
  Y.applyUpdate(own, Y.encodeStateAsUpdate(store))
  return Y.encodeStateAsUpdate(both).join() === Y.encodeStateAsUpdate(own).join()
}

/** One page on one server, driven step by step. */
class Run {
  readonly server: FakeServer = fakeServer({ isForgetful: true })
  readonly userId = `model-${Math.random()}`
  readonly seen = new Set<SaveState>()
  open: OpenDoc
  /** What this page made or found in its storage: of what it heard, it is the server's to say where that is. */
  #own = new Y.Doc()
  readonly #pick: (below: number) => number

  constructor(seed: number) {
    this.#pick = seeded(seed)
    this.open = this.#opened()
  }

  #opened(): OpenDoc {
    const open = openDoc({
      name: NAME,
      url: 'ws://studio/ws/docs',
      WebSocketClass: this.server.WebSocketClass,
      offline: true,
      userId: this.userId,
    })
    const own = new Y.Doc()
    open.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (!(origin instanceof WebsocketProvider)) Y.applyUpdate(own, update)
    })
    this.#own = own
    return open
  }

  /**
   * The stored copy is in the document. y-indexeddb leaves a write that fails until then unheard,
   * which would end this test for nothing.
   */
  async begins(): Promise<void> {
    const before = this.server.sockets.length
    for (let turn = 0; turn < 200 && this.server.sockets.length === before; turn += 1)
      await turns(1)
    await turns()
  }

  get save(): SaveState {
    return this.open.save.getSnapshot()
  }

  get #socket() {
    return this.server.sockets.at(-1)
  }

  readonly #does: Readonly<Record<(typeof events)[number], () => void | Promise<void>>> = {
    type: () => this.#type('字'),
    delete: () => {
      const body = this.open.doc.getText('body')
      if (body.length > 0) body.delete(this.#pick(body.length), 1)
    },
    arrives: () => {
      if (this.#isUp) this.#socket?.takes()
    },
    saves: () => this.server.saves(),
    acknowledges: () => {
      if (this.#isUp) this.#socket?.acknowledges()
    },
    restore: () => this.#restore(),
    drop: () => {
      if (this.#isUp) this.#socket?.ends()
    },
    sleep: () => {
      vi.setSystemTime(Date.now() + 600_000)
      document.dispatchEvent(new Event('resume'))
    },
    killServer: () => this.server.forgets(1006),
    serverFull: () => this.server.forgets(4507),
    browserFull: () => {
      isBrowserFull = true
    },
    browserFree: () => {
      isBrowserFull = false
    },
    // By the browser, with all that was in it. What is underway is done: its failing goes unheard.
    storageClosed: async () => {
      await turns(40)
      if (!connection) return
      await updateRows(connection, null).clear()
      let isTold = false
      connection.addEventListener('close', () => {
        isTold = true
      })
      forceCloseDatabase(connection as never)
      // Before the browser tells the page nobody can know; it does so when it has no work left there.
      for (let turn = 0; turn < 40 && !isTold; turn += 1) await turns(1)
    },
    // As another tab does in which the session was ended.
    storageDeleted: async () => {
      await turns()
      indexedDB.deleteDatabase(`yanke/${this.userId}/${NAME}`)
      // The browser says so.
      await turns()
    },
    reload: async () => {
      const before = this.open
      const claimed = before.save.getSnapshot()
      before.dispose()
      await turns(4)
      const wasFull = isBrowserFull
      isBrowserFull = false
      this.open = this.#opened()
      await this.begins()
      isBrowserFull = wasFull
      if (claimed === 'local' && !hasAll(this.open.doc, before.doc))
        throw new Error('said local, and the reload lost it')
    },
    settle: () => turns(),
  }

  get #isUp(): boolean {
    return this.#socket?.readyState === 1
  }

  #type(text: string): void {
    const body = this.open.doc.getText('body')
    body.insert(this.#pick(body.length + 1), text)
  }

  #restore(): void {
    vi.advanceTimersByTime(3_000)
    const socket = this.#socket
    if (socket?.readyState !== 0) return
    socket.opens()
    if (this.#pick(3) === 0) this.#type('早')
    socket.asks()
  }

  /** Throws when the badge claims what is not so. */
  async check(): Promise<void> {
    const { save } = this
    this.seen.add(save)
    if (save === 'saved' && !this.server.hasAllOf(this.#own))
      throw new Error('said saved, and the disk lacks it')
    if (save === 'saving' && !this.#isUp) await this.#isBeingStored()
    if (save === 'local' && this.#pick(4) === 0)
      if (!hasAll(await storedDoc(this.userId), this.open.doc))
        throw new Error('said local, and the browser lacks it')
  }

  /** Without a line it is on its way into the browser's storage, and has arrived there in a moment. */
  async #isBeingStored(): Promise<void> {
    for (let turn = 0; turn < 200 && this.save === 'saving'; turn += 1) await turns(1)
    if (this.save === 'saving') throw new Error('said saving, and there is no line')
  }

  async step(): Promise<void> {
    const event = events[this.#pick(events.length)] ?? 'type'
    await this.#does[event]()
    if (this.#pick(3) === 0) await turns(2)
    await this.check()
  }

  /** With line, server and disk in order everything is saved in the end. */
  async ends(): Promise<void> {
    isBrowserFull = false
    await turns()
    for (let attempt = 0; attempt < 4 && this.save !== 'saved'; attempt += 1) {
      this.#restore()
      this.#socket?.takesAll()
      this.server.saves()
      this.#socket?.acknowledges()
    }
    await this.check()
    if (this.save !== 'saved') throw new Error(`all is well, and it says ${this.save}`)
  }
}

/** The first lie of this sequence, or null. */
const lieIn = async (seed: number, seen = new Set<SaveState>()): Promise<string | null> => {
  const run = new Run(seed)
  try {
    await run.begins()
    for (let step = 0; step < STEPS; step += 1) await run.step()
    await run.ends()
    return null
  } catch (thrown) {
    return `seed ${seed}: ${String(thrown)}`
  } finally {
    for (const save of run.seen) seen.add(save)
    run.open.dispose()
    isBrowserFull = false
    await turns(4)
  }
}

const firstLie = async (sequences: number, seen?: Set<SaveState>): Promise<string | null> => {
  for (let seed = firstSeed; seed < firstSeed + sequences; seed += 1) {
    const lie = await lieIn(seed, seen)
    if (lie) return lie
  }
  return null
}

describe('[DR30] [G2] the save state against a model of page, line, server and disks', () => {
  test(
    `never claims what is not so, in ${SEQUENCES} sequences of ${STEPS} steps`,
    async () => {
      const seen = new Set<SaveState>()
      expect(await firstLie(SEQUENCES, seen)).toBeNull()
      expect(seen).toEqual(new Set<SaveState>(['saved', 'saving', 'local', 'unsaved']))
    },
    SEQUENCES * 1_000,
  )

  test('a page that takes sent for saved is caught', async () => {
    const sent = SaveLedger.prototype.sent
    vi.spyOn(SaveLedger.prototype, 'sent').mockImplementation(function (this: SaveLedger, message) {
      sent.call(this, message)
      this.acknowledgedCount(Number.POSITIVE_INFINITY)
    })
    expect(await firstLie(50)).toContain('said saved')
  }, 60_000)

  test('a server that acknowledges what is only in its memory is caught', async () => {
    const acknowledged = SaveLedger.prototype.acknowledgedCount
    vi.spyOn(SaveLedger.prototype, 'acknowledgedCount').mockImplementation(function (
      this: SaveLedger,
      count,
    ) {
      // One message more than the disk has: what it would hear from a server that does not wait.
      acknowledged.call(this, count + 1)
    })
    expect(await firstLie(50)).toContain('said saved')
  }, 60_000)

  test('a page that does not look whether its browser has stored is caught', async () => {
    const localUpdate = SaveLedger.prototype.localUpdate
    vi.spyOn(SaveLedger.prototype, 'localUpdate').mockImplementation(function (this: SaveLedger) {
      localUpdate.call(this)
      this.storedUpTo(this.made)
    })
    expect(await firstLie(50)).toContain('said local')
  }, 60_000)

  test('a page that goes on counting on a storage that was taken from it is caught', async () => {
    vi.spyOn(SaveLedger.prototype, 'lostStorage').mockImplementation(() => undefined)
    expect(await firstLie(300)).toContain('said local')
  }, 60_000)
})
