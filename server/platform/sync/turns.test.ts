import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryDocStore } from './memoryDocStore.ts'
import { Turns } from './Turns.ts'
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
