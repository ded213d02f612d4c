import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import type { Actor } from '#shared/access/actor.ts'
import type { DocName } from '#shared/sync/docName.ts'
import { systemClock } from '../clock.ts'
import { expectBack } from './expectBack.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import {
  bodyOf,
  grantFor,
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  type,
  until,
} from './testing/syncHarness.ts'

const log = pino({ level: 'silent' })
let studio: Studio
let expecting: ReturnType<typeof expectBack> | null = null
afterEach(async () => {
  await expecting?.close()
  await studio.stop()
  expecting = null
})

const person = (userId: string): Actor => ({
  ...{ kind: 'person', hue: 'lin', userId: userId as never, name: userId },
  ...{ memberships: [], isAdmin: false },
})

/** A store with a sentence of Wang Fang's in it, and what is loaded from it from then on. */
const written = async () => {
  const store = memoryDocStore()
  const loads: DocName[] = []
  studio = await startStudio({ store })
  const writer = studio.stock(PLAN, 'wangfang')
  await until('synced', () => writer.provider.synced)
  type(writer.doc, '第一句')
  await until('stored', () => store.docs.get(PLAN)?.updates.length === 1)
  await studio.stop()
  const load: typeof store.load = async (name) => {
    loads.push(name)
    return store.load(name)
  }
  return { store: { ...store, load }, loads }
}

/** Expects them in the studio of the test; `judged` fills with those whose access was looked up. */
const startExpecting = (
  names: readonly DocName[],
  more: Partial<Parameters<typeof expectBack>[0]> = {},
) => {
  const judged: string[] = []
  expecting = expectBack({
    lastWritten: async () => names,
    rooms: studio.rooms.local,
    owners: [
      openOwner({
        authorize: async (actor) => {
          if (actor.kind === 'person') judged.push(actor.userId)
          return grantFor(actor)
        },
      }),
    ],
    personNow: async (userId) => person(userId),
    clock: systemClock,
    log,
    ...more,
  })
  expecting.start()
  return judged
}

test('what was written last is open before anybody asks, and read from the store once', async () => {
  const { store, loads } = await written()
  studio = await startStudio({ store })
  const judged = startExpecting([PLAN])
  await until('judged', () => judged.length > 0)
  expect(judged).toEqual(['wangfang'])
  expect(loads).toEqual([PLAN])
  expect(studio.rooms.local.connections(PLAN)).toEqual([])
  const back = studio.stock(PLAN, 'wangfang')
  await until('synced', () => back.provider.synced)
  expect(bodyOf(back.doc)).toBe('第一句')
  expect(loads).toEqual([PLAN])
})

test('nobody comes in whose access is gone, though it was judged before', async () => {
  const { store } = await written()
  let isIn = true
  const owner = openOwner({ authorize: async (actor) => (isIn ? grantFor(actor) : null) })
  studio = await startStudio({ store, owners: [owner] })
  const judged = startExpecting([PLAN])
  await until('judged', () => judged.length > 0)
  isIn = false
  const back = studio.raw(PLAN, 'wangfang')
  expect((await back.closed).reason).toBe('NotFound')
  expect(back.received).toEqual([])
})

test('a document nobody comes for is let go after a while, and opened anew for who comes later', async () => {
  const { store, loads } = await written()
  studio = await startStudio({ store })
  const judged = startExpecting([PLAN], { keptMs: 20 })
  await until('judged', () => judged.length > 0)
  await until('let go', () => !studio.rooms.local.owns(PLAN))
  const late = studio.stock(PLAN, 'wangfang')
  await until('synced', () => late.provider.synced)
  expect(loads).toEqual([PLAN, PLAN])
})

test('one that cannot be opened does not keep the others from being expected', async () => {
  const { store } = await written()
  const load: typeof store.load = async (name) => {
    if (name === 'plan:broken01') throw new Error('broken')
    return store.load(name)
  }
  studio = await startStudio({ store: { ...store, load } })
  const judged = startExpecting(['plan:broken01', PLAN])
  await until('judged', () => judged.length > 0)
})

test('a studio that ends while it expects somebody lets everything go', async () => {
  const { store } = await written()
  studio = await startStudio({ store })
  const judged = startExpecting([PLAN])
  await until('judged', () => judged.length > 0)
  await expecting?.close()
  await studio.rooms.close()
  expect(studio.rooms.local.owns(PLAN)).toBe(false)
})

test('what is expected takes no more than it weighs, though all of it waits to be folded', async () => {
  studio = await startStudio()
  const said: object[] = []
  startExpecting([PLAN], {
    rooms: {
      keep: async (_name, use) => {
        const document = {
          writers: () => new Set<string>(),
          sizeBytes: 5,
          unfolded: { sizeBytes: 5 },
        }
        await use(document as unknown as Parameters<typeof use>[0])
      },
      standBy: () => undefined,
    },
    log: { ...log, warn: () => undefined, info: (fields: object) => said.push(fields) } as never,
  })
  await until('it is told', () => said.length > 0)
  expect(said).toEqual([{ documents: 1, bytes: 5 }])
})

test('it asks for what was written in the last quarter of an hour', async () => {
  studio = await startStudio()
  const asked: { sinceMs: number; atMost: number }[] = []
  const clock = { ...systemClock, now: () => 10_000_000 }
  startExpecting([], {
    clock,
    lastWritten: async (range) => {
      asked.push(range)
      return []
    },
  })
  await until('asked', () => asked.length > 0)
  expect(asked).toEqual([{ sinceMs: 10_000_000 - 900_000, atMost: 64 }])
})
