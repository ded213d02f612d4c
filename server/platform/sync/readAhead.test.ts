import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { DocName } from '#shared/sync/docName.ts'
import { soleOwnership } from '../cluster/Ownership.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import type { DocGrant } from './ports.ts'
import {
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

/** A studio in which the test says when each person has been judged; and what is read from its store. */
const judging = async (more: Partial<Parameters<typeof startStudio>[0]> = {}) => {
  const store = memoryDocStore()
  const loads: DocName[] = []
  const asked = new Map<string, ReturnType<typeof deferred<DocGrant | null>>>()
  const owner = openOwner({
    authorize: (actor) => {
      const answer = deferred<DocGrant | null>()
      if (actor.kind === 'person') asked.set(actor.userId, answer)
      else answer.resolve(null)
      return answer.promise
    },
  })
  const load: typeof store.load = async (name) => {
    loads.push(name)
    return store.load(name)
  }
  studio = await startStudio({ store: { ...store, load }, owners: [owner], ...more })
  return {
    ...{ store, loads },
    /** Waits until they are judged, and answers. */
    judge: async (who: string, isLetIn = true) => {
      await until(`${who} is judged`, () => asked.has(who))
      const grant = grantFor({ kind: 'person', userId: who, name: who } as never)
      asked.get(who)?.resolve(isLetIn ? grant : null)
      asked.delete(who)
    },
    isJudged: (who: string) => asked.has(who),
  }
}

const rows = async () => (await studio.store.history(PLAN, { afterSeq: 0, limit: 99 })).length

/** Somebody comes, writes and leaves, and the room is gone. */
const write = async (who: string, text: string, judge: (who: string) => Promise<void>) => {
  const { provider, doc, leave } = studio.stock(PLAN, who)
  await judge(who)
  await until('synced', () => provider.synced)
  const before = await rows()
  type(doc, text)
  await expect.poll(rows).toBe(before + 1)
  leave()
  await until('let go', () => !studio.rooms.local.owns(PLAN))
}

test('[DR1] a document is read while it is judged who comes, and once', async () => {
  const { loads, judge, isJudged } = await judging()
  await write('wangfang', '第一句', judge)
  loads.length = 0
  const back = studio.stock(PLAN, 'zhaolei1')
  await until('judged', () => isJudged('zhaolei1'))
  expect(loads).toEqual([PLAN])
  await judge('zhaolei1')
  await until('synced', () => back.provider.synced)
  expect(bodyOf(back.doc)).toBe('第一句')
  expect(loads).toEqual([PLAN])
})

test('[DR1] nothing is read for who is nobody, and nothing made for who may not come', async () => {
  const { store, loads, judge } = await judging()
  expect((await studio.raw(PLAN, '').closed).reason).toBe('NotSignedIn')
  expect(loads).toEqual([])
  const refused = studio.raw(PLAN, 'sunli001')
  await judge('sunli001', false)
  expect((await refused.closed).reason).toBe('NotFound')
  expect(store.docs.has(PLAN)).toBe(false)
})

test('[DR1] what was read before others wrote is not what one is told', async () => {
  const { judge, isJudged } = await judging()
  await write('wangfang', '旧的', judge)
  const slow = studio.stock(PLAN, 'slow0001')
  await until('judged', () => isJudged('slow0001'))
  await write('zhaolei1', '新的', judge)
  await judge('slow0001')
  await until('synced', () => slow.provider.synced)
  expect(bodyOf(slow.doc)).toBe('旧的新的')
})

test('nor what was read for somebody who was refused', async () => {
  const { loads, judge, isJudged } = await judging()
  await write('wangfang', '旧的', judge)
  const refused = studio.raw(PLAN, 'sunli001')
  await judge('sunli001', false)
  await refused.closed
  loads.length = 0
  const next = studio.stock(PLAN, 'zhaolei1')
  await until('judged', () => isJudged('zhaolei1'))
  expect(loads).toEqual([PLAN])
  await judge('zhaolei1')
  await until('synced', () => next.provider.synced)
  expect(bodyOf(next.doc)).toBe('旧的')
})

test('nor what was read before another node had the document', async () => {
  let lose: (name: DocName) => void = () => {}
  const { judge, isJudged } = await judging({
    ownership: {
      ...soleOwnership(),
      onLost: (listener) => {
        lose = listener
      },
    },
  })
  await write('wangfang', '旧的', judge)
  const slow = studio.stock(PLAN, 'slow0001')
  await until('judged', () => isJudged('slow0001'))
  lose(PLAN)
  const [first] = await studio.store.history(PLAN, { afterSeq: 0, limit: 9 })
  const doc = new Y.Doc()
  if (first) Y.applyUpdate(doc, first.update)
  const update = updateOf((d) => type(d, '新的'), doc)
  const second = { seq: 2, atMs: 1, authorId: null, update }
  await studio.store.append([{ name: PLAN, updates: [second], claims: [], fence: 0 }]).durable
  await judge('slow0001')
  await until('synced', () => slow.provider.synced)
  expect(bodyOf(slow.doc)).toBe('旧的新的')
})

test('what could not be read ahead sends the visitor away, and the next one is let in', async () => {
  const kept = memoryDocStore()
  let isBroken = false
  const { judge } = await judging({
    store: {
      ...kept,
      load: async (name) => {
        if (isBroken) throw new Error('broken')
        return kept.load(name)
      },
    },
  })
  await write('wangfang', '第一句', judge)
  isBroken = true
  const away = studio.raw(PLAN, 'zhaolei1')
  await judge('zhaolei1')
  expect((await away.closed).reason).toBe('CannotSave')
  isBroken = false
  const back = studio.stock(PLAN, 'zhaolei2')
  await judge('zhaolei2')
  await until('synced', () => back.provider.synced)
  expect(bodyOf(back.doc)).toBe('第一句')
})
