import { afterEach, expect, test } from 'vitest'
import { type DocName, docName } from '#shared/sync/docName.ts'
import type { Claim, Ownership } from '../cluster/Ownership.ts'
import { type DocStore, FencedOff } from './DocStore.ts'
import type { Elsewhere } from './Elsewhere.ts'
import { memoryDocStore } from './memoryDocStore.ts'
import {
  bodyOf,
  deferred,
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  tellsText,
  type,
  until,
} from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

/** Owns what the test says, and notes what it is asked. */
const scripted = (claims: (name: DocName) => Promise<Claim> | Claim) => {
  const asked: string[] = []
  let tellLost: (name: DocName) => void = () => {}
  const claim = async (name: DocName): Promise<Claim> => {
    asked.push(`claim ${name}`)
    return claims(name)
  }
  const ownership: Ownership = {
    ...{ claim, claimAgain: claim },
    holder: async () => null,
    release: async (name) => {
      asked.push(`release ${name}`)
    },
    onLost: (listener) => {
      tellLost = listener
    },
    close: async () => {},
  }
  return { ownership, asked, lose: (name: DocName) => tellLost(name) }
}

const nobodyElse: Elsewhere = {
  carry: () => {
    throw new Error('not expected')
  },
  read: () => Promise.reject(new Error('not expected')),
  edit: () => Promise.reject(new Error('not expected')),
  connections: () => Promise.reject(new Error('not expected')),
  flush: () => Promise.reject(new Error('not expected')),
}

const storedIn = ({ store }: Studio): number =>
  (store as ReturnType<typeof memoryDocStore>).docs.get(PLAN)?.updates.length ?? 0

test('[DR25] appends carry the fence; a document is let go when its room is empty', async () => {
  const store = memoryDocStore()
  const fences: number[] = []
  const { ownership, asked } = scripted(() => ({ kind: 'mine', fence: 7 }))
  studio = await startStudio({
    ownership,
    store: {
      ...store,
      append: (batch) => {
        fences.push(...batch.map(({ fence }) => fence))
        return store.append(batch)
      },
    } satisfies DocStore,
  })
  const a = studio.stock(PLAN, 'wangfang')
  await until('synced', () => a.provider.synced)
  type(a.doc, '甲')
  await until('stored', () => fences.length === 1)
  expect(fences).toEqual([7])
  a.leave()
  await until('let go', () => asked.includes(`release ${PLAN}`))
  expect(asked).toEqual([`claim ${PLAN}`, `release ${PLAN}`])
})

test('[DR25] many who come at once are one claim and one room', async () => {
  const answering = deferred<Claim>()
  const { ownership, asked } = scripted(() => answering.promise)
  studio = await startStudio({ ownership })
  const clients = ['wangfang', 'zhaolei1', 'readerone'].map((as) => studio.stock(PLAN, as))
  await until('asked', () => asked.length === 1)
  answering.resolve({ kind: 'mine', fence: 1 })
  await until('all in', () => clients.every(({ provider }) => provider.synced))
  const [a, b] = clients
  type(a!.doc, '一')
  await until('one room', () => bodyOf(b!.doc) === '一')
  expect(asked).toEqual([`claim ${PLAN}`])
})

test('[DR25] whoever comes when a claim is lost is in a room of ours or sent away, at whatever moment', async () => {
  let turns = 0
  const { ownership, asked, lose } = scripted(() => ({ kind: 'mine', fence: asked.length }))
  const owner = openOwner()
  const lost = new Set<DocName>()
  const loseLater = (name: DocName, left: number): void => {
    if (left === 0) lose(name)
    else queueMicrotask(() => loseLater(name, left - 1))
  }
  const authorize: typeof owner.authorize = async (actor, id) => {
    const grant = await owner.authorize(actor, id)
    const name = docName('plan', id)
    // Once: whoever is asked about anew is to come in.
    if (!lost.has(name)) loseLater(name, turns)
    lost.add(name)
    return grant
  }
  studio = await startStudio({ ownership, owners: [{ ...owner, authorize }] })
  const { local } = studio.rooms
  for (; turns < 12; turns += 1) {
    const name = docName('plan', `plan01${turns + 10}`)
    const client = studio.raw(name, 'wangfang')
    const isIn = () => local.connections(name).length > 0 && local.owns(name)
    await until(`${turns}: in or out`, () => client.code !== null || isIn())
  }
})

test('[DR25] whoever is refused leaves no claim behind', async () => {
  const { ownership, asked } = scripted(() => ({ kind: 'mine', fence: 1 }))
  studio = await startStudio({ ownership })
  const client = studio.raw(PLAN, 'nobodyhere')
  expect((await client.closed).code).toBe(4404)
  await until('let go', () => asked.includes(`release ${PLAN}`))
})

test('[DR26] a visitor to another node’s document is carried there, with what it has said already', async () => {
  const heard: string[] = []
  const { ownership } = scripted(() => ({ kind: 'elsewhere', nodeId: 'node-b' }))
  studio = await startStudio({
    ownership,
    elsewhere: {
      ...nobodyElse,
      carry: (nodeId, socket, visit) => {
        heard.push(`${nodeId} ${visit.name}`)
        socket.listen({
          onMessage: (message) => heard.push([...message].join(' ')),
          onClosed: () => heard.push('closed'),
        })
      },
    },
  })
  const client = studio.raw(PLAN, 'wangfang')
  await client.opened
  client.send(Uint8Array.of(0, 0, 1, 0))
  await until('it arrived', () => heard.length === 2)
  client.leave()
  await until('its end too', () => heard.length === 3)
  expect(heard).toEqual([`node-b ${PLAN}`, '0 0 1 0', 'closed'])
})

test('[DR17] a node that ends claims no document any more, whoever still comes', async () => {
  const { ownership, asked } = scripted(() => ({ kind: 'mine', fence: 7 }))
  studio = await startStudio({ ownership })
  await studio.rooms.close()
  expect((await studio.raw(PLAN, 'wangfang').closed).code).toBe(1012)
  expect(asked).toEqual([])
})

test('[DR26] a visitor who was carried here is not carried on', async () => {
  const { ownership } = scripted(() => ({ kind: 'elsewhere', nodeId: 'node-c' }))
  studio = await startStudio({ ownership, elsewhere: nobodyElse, arrivesCarried: true })
  const client = studio.raw(PLAN, 'wangfang')
  expect((await client.closed).code).toBe(4507)
})

test('[DR26] a visitor who was carried here is who they are by now, not who they were known as there', async () => {
  const { ownership } = scripted(() => ({ kind: 'mine', fence: 1 }))
  const gone: string[] = ['lirui001']
  studio = await startStudio({
    ...{ ownership, elsewhere: nobodyElse, arrivesCarried: true },
    actorAgain: async (actor) =>
      actor.kind === 'person' && gone.includes(actor.userId) ? { kind: 'anyone' } : actor,
  })
  const [signedOut, other] = [studio.raw(PLAN, 'lirui001'), studio.stock(PLAN, 'wangfang')]
  expect((await signedOut.closed).code).toBe(4401)
  await until('synced', () => other.provider.synced)
  // Asked with every visit.
  gone.push('wangfang')
  other.provider.disconnect()
  other.provider.connect()
  await until('closed', () => other.codes.includes(4401))
})

test('[DR27] a node that has lost a document sends its visitors away at once, and they come back', async () => {
  const store = memoryDocStore()
  const fences: number[] = []
  const { ownership, asked, lose } = scripted(() => ({ kind: 'mine', fence: asked.length }))
  studio = await startStudio({
    ownership,
    store: {
      ...store,
      append: (batch) => {
        fences.push(...batch.map(({ fence }) => fence))
        return store.append(batch)
      },
    } satisfies DocStore,
  })
  const client = studio.stock(PLAN, 'wangfang')
  await until('synced', () => client.provider.synced)
  lose(PLAN)
  await until('sent away', () => client.codes.includes(4507))
  await until('back', () => client.provider.synced)
  type(client.doc, '回来')
  await until('and writing', () => store.docs.get(PLAN)?.updates.length === 1)
  expect(fences.at(-1)).toBeGreaterThan(1)
  expect(bodyOf(await studio.rooms.read(PLAN))).toBe('回来')
  expect(asked.filter((what) => what.startsWith('claim')).length).toBeGreaterThanOrEqual(2)
})

test('[DR24] [DR27] a node that has lost a document tells nobody any more what it knows of it', async () => {
  const told: string[] = []
  const { ownership, asked, lose } = scripted(() => ({ kind: 'mine', fence: asked.length }))
  studio = await startStudio({
    ownership,
    owners: [openOwner(tellsText((text, _authors, fence) => void told.push(`${fence} ${text}`)))],
  })
  const client = studio.stock(PLAN, 'wangfang')
  await until('synced', () => client.provider.synced)
  type(client.doc, '一')
  await until('told', () => told.length === 1)
  // To be told in ten seconds, or when everybody has left.
  type(client.doc, '二')
  await until('stored', () => storedIn(studio) === 2)
  lose(PLAN)
  await until('sent away', () => client.codes.includes(4507))
  await until('back', () => client.provider.synced)
  type(client.doc, '三')
  await until('told again', () => told.at(-1)?.endsWith('三') === true)
  expect(told).toEqual(['1 一', '2 一二三'])
})

test('[DR18] [DR27] nor does it fold it', async () => {
  const store = memoryDocStore()
  const fences: number[] = []
  const { ownership, asked, lose } = scripted(() => ({ kind: 'mine', fence: asked.length }))
  studio = await startStudio({
    ownership,
    store: {
      ...store,
      saveSnapshot: (name, snapshot) => {
        fences.push(snapshot.fence)
        return store.saveSnapshot(name, snapshot)
      },
    } satisfies DocStore,
  })
  const client = studio.stock(PLAN, 'wangfang')
  await until('synced', () => client.provider.synced)
  const before = asked.length
  // So many that it is folded when everybody has left.
  for (let i = 0; i < 200; i += 1) type(client.doc, '字')
  await until('stored', () => store.docs.get(PLAN)?.updates.length === 200)
  lose(PLAN)
  await until('sent away', () => client.codes.includes(4507))
  await until('back', () => client.provider.synced)
  client.leave()
  await until('folded', () => fences.some((fence) => fence > before))
  expect(fences).toHaveLength(1)
})

test('[DR27] whoever comes back after a refused append is let in under a new claim, whatever holds the old room', async () => {
  const store = memoryDocStore()
  let raised = 0
  const { ownership, asked } = scripted(() => {
    raised += 1
    return { kind: 'mine', fence: raised }
  })
  studio = await startStudio({
    ownership,
    store: {
      ...store,
      append: (batch) => {
        for (const { fence } of batch) if (fence !== raised) throw new FencedOff('another’s')
        return store.append(batch)
      },
    } satisfies DocStore,
  })
  const held = deferred()
  const kept = studio.rooms.local.keep(PLAN, () => held.promise)
  const client = studio.stock(PLAN, 'wangfang')
  await until('synced', () => client.provider.synced)
  // Another node has taken it over, and nobody has told this one.
  raised += 1
  type(client.doc, '回来')
  await until('written', () => storedIn(studio) === 1)
  expect(client.codes).toEqual([4507])
  expect(asked).toEqual([`claim ${PLAN}`, `release ${PLAN}`, `claim ${PLAN}`])
  // The room of before, when it ends, lets go of nothing.
  held.resolve()
  await kept
  expect(bodyOf(await studio.rooms.read(PLAN))).toBe('回来')
  expect(asked).toHaveLength(3)
})

test('[DR16] [DR26] a visitor who is carried elsewhere is closed here as well: the order may overtake them', async () => {
  let carried = 0
  const { ownership } = scripted(() => ({ kind: 'elsewhere', nodeId: 'node-b' }))
  studio = await startStudio({
    ownership,
    elsewhere: {
      ...nobodyElse,
      carry: () => {
        carried += 1
      },
    },
  })
  const concerned = studio.raw(PLAN, 'wangfang')
  const other = studio.raw(PLAN, 'zhaolei1')
  await until('both on their way', () => carried === 2)
  studio.rooms.closeWhere({ userIds: ['wangfang'] }, 'AccessChanged')
  expect((await concerned.closed).code).toBe(4510)
  expect(other.code).toBeNull()
})
