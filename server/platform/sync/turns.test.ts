import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryDocStore } from './memoryDocStore.ts'
import { Turns } from './Turns.ts'
import { appendLater } from './testing/appendLater.ts'
import { update } from './testing/frames.ts'
import {
  deferred,
  PLAN,
  type Studio,
  startStudio,
  type,
  until,
  updateOf,
} from './testing/syncHarness.ts'

let studio: Studio | null = null
afterEach(async () => {
  vi.restoreAllMocks()
  await studio?.stop()
  studio = null
})

const pages = (count: number, length: number): readonly Uint8Array[] => {
  const doc = new Y.Doc()
  const page = '字'.repeat(length)
  return Array.from({ length: count }, () => update(updateOf((d) => type(d, page), doc)))
}

test.each([
  ['large messages: one of them', 30_000, 1],
  ['small messages: sixteen of them', 1, 16],
])(
  '[DR22] in one turn somebody is heard with %s, then the others',
  async (_what, length, first) => {
    const store = memoryDocStore()
    const opening = deferred()
    const here = await startStudio({
      store: {
        ...store,
        load: async (name) => {
          await opening.promise
          return store.load(name)
        },
      },
    })
    studio = here
    for (const [as, frames] of [
      ['wangfang', pages(20, length)],
      ['zhaolei1', pages(1, 1)],
    ] as const) {
      const client = here.raw(PLAN, as)
      await client.opened
      for (const frame of frames) client.send(frame)
      client.socket.ping()
      await new Promise((resolve) => client.socket.once('pong', resolve))
    }
    await until('both are in', () => here.rooms.local.connections(PLAN).length === 2)
    opening.resolve()
    const rows = () => store.docs.get(PLAN)?.updates ?? []
    await until('all is written', () => rows().length === 21)
    expect(rows().findIndex(({ authorId }) => authorId === 'zhaolei1')).toBe(first)
  },
)

test('[DR22] nor do those who read the history have all be heard in one turn', async () => {
  const store = memoryDocStore()
  const opening = deferred()
  const load: typeof store.load = async (name) => {
    await opening.promise
    return store.load(name)
  }
  studio = await startStudio({ store: { ...store, load } })
  const client = studio.raw(PLAN, 'wangfang')
  await client.opened
  for (const frame of pages(15, 22_000)) client.send(frame)
  client.socket.ping()
  await new Promise((resolve) => client.socket.once('pong', resolve))
  const { rooms } = studio
  await until('it is in', () => rooms.local.connections(PLAN).length === 1)
  const history = () => rooms.history(PLAN, { afterSeq: 0, limit: 100 })
  const asked = Promise.all(Array.from({ length: 10 }, history))
  opening.resolve()
  const rows = () => store.docs.get(PLAN)?.updates.length ?? 0
  const steps: number[] = []
  for (let before = rows(); before < 15; before = rows()) {
    await new Promise((resolve) => setImmediate(resolve))
    steps.push(rows() - before)
  }
  expect(Math.max(...steps)).toBe(1)
  for (const read of await asked) expect(read).toHaveLength(15)
})

test('[DR22] while the disk is slow so much is kept of what is heard, and whoever says more is sent away', async () => {
  const store = memoryDocStore()
  const disk = deferred()
  studio = await startStudio({
    store: {
      ...store,
      append: appendLater(async (batch) => {
        await disk.promise
        return store.append(batch)
      }),
    },
  })
  const client = studio.raw(PLAN, 'wangfang')
  await client.opened
  // Nine times 0.9 MB are within eight MiB, the tenth is not.
  for (const frame of pages(11, 300_000)) client.send(frame)
  expect((await client.closed).code).toBe(4507)
  disk.resolve()
  await until('what was kept is written', () => store.docs.get(PLAN)?.updates.length === 10)
})

test('[DR22] one room that throws keeps neither the others nor what comes later from being heard', () => {
  const due: (() => void)[] = []
  vi.spyOn(globalThis, 'setImmediate').mockImplementation((run) => {
    due.push(run as () => void)
    return undefined as never
  })
  const turns = new Turns({ append: () => ({ written: null, durable: Promise.resolve() }) })
  const heard: string[] = []
  turns.due({
    hear: () => {
      throw new Error('a defect')
    },
  })
  const sound = { hear: () => heard.push('sound') > 5 }
  turns.due(sound)
  expect(due).toHaveLength(1)
  expect(due.shift()).toThrow('a defect')
  due.shift()?.()
  expect(heard).toHaveLength(1)
  turns.due(sound)
  due.shift()?.()
  expect(heard).toHaveLength(2)
})
