import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Actor } from '#shared/access/actor.ts'
import type { DocName } from '#shared/sync/docName.ts'
import { type Ownership, soleOwnership } from '../cluster/Ownership.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import { openOwner, PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

const ticks = async (count: number): Promise<void> => {
  for (let tick = 0; tick < count; tick += 1) await null
}

/** Notes what is claimed and let go. */
const noting = () => {
  const said: string[] = []
  const sole = soleOwnership()
  const ownership: Ownership = {
    ...sole,
    claim: async (name) => {
      said.push(`claim ${name}`)
      return sole.claim(name)
    },
    release: async (name) => {
      said.push(`release ${name}`)
      return sole.release(name)
    },
  }
  return { ownership, said }
}

test.each(['a reading', 'an edit'])(
  '[DR2] an edit of the server’s that comes some moments after %s is made in a room that is there',
  async (first) => {
    studio = await startStudio()
    const { rooms } = studio
    const name: DocName = PLAN
    for (let moments = 0; moments < 16; moments += 1) {
      if (first === 'a reading') await rooms.read(name)
      else await rooms.transact(name, (doc) => doc.getMap('m').set('first', moments))
      await ticks(moments)
      let isOurs: boolean | null = null
      await rooms.transact(name, (doc) => {
        isOurs = rooms.local.owns(name)
        doc.getMap('m').set('second', moments)
      })
      expect([moments, isOurs]).toEqual([moments, true])
    }
  },
)

test('[DR2] edits that cross while a room lets go are both kept', async () => {
  const store = memoryDocStore()
  studio = await startStudio({ store })
  const { rooms } = studio
  for (let moments = 0; moments < 16; moments += 1) {
    const edit = (key: string) => rooms.transact(PLAN, (doc) => doc.getMap('m').set(key, moments))
    const one = rooms.read(PLAN).then(async () => {
      await ticks(moments)
      await edit('one')
    })
    const other = rooms.read(PLAN).then(async () => {
      await ticks(moments + 2)
      await edit('other')
    })
    await Promise.all([one, other])
    const stored = new Y.Doc()
    for (const { update } of store.docs.get(PLAN)?.updates ?? []) Y.applyUpdate(stored, update)
    expect(stored.getMap('m').toJSON()).toEqual({ one: moments, other: moments })
  }
})

test('[DR25] whoever is not signed in claims no document that they may not see', async () => {
  const { ownership, said } = noting()
  studio = await startStudio({
    ownership,
    actorOf: async () => ({ kind: 'anyone' }),
    owners: [openOwner({ authorize: async () => null })],
  })
  expect((await studio.raw(PLAN, 'wangfang').closed).code).toBe(4401)
  expect(said).toEqual([])
})

test('[DR25] an answer that fails leaves no claim behind', async () => {
  const { ownership, said } = noting()
  const failing = async (_actor: Actor): Promise<never> => {
    throw new Error('the people’s database is away')
  }
  studio = await startStudio({ ownership, owners: [openOwner({ authorize: failing })] })
  expect((await studio.raw(PLAN, 'wangfang').closed).code).toBe(4507)
  await until('let go', () => said.includes(`release ${PLAN}`))
  expect(studio.rooms.local.owns(PLAN)).toBe(false)
})
