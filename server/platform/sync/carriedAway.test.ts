import { afterEach, expect, test } from 'vitest'
import type { UserId } from '#shared/ids.ts'
import type { Claim, Ownership } from '../cluster/Ownership.ts'
import type { Concerned } from './Concerned.ts'
import type { Elsewhere } from './Elsewhere.ts'
import type { RoomSocket } from './RoomSocket.ts'
import { deferred, PLAN, type Studio, startStudio, until } from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

const theirs: Claim = { kind: 'elsewhere', nodeId: 'node-b' }

const ownedBy = (claim: () => Promise<Claim>): Ownership => ({
  ...{ claim, claimAgain: claim },
  holder: async () => null,
  release: async () => {},
  onLost: () => {},
  close: async () => {},
})

/** A node whose documents are another's, and how many visitors it has given to its links. */
const startCarrying = async (claim: () => Promise<Claim> = async () => theirs) => {
  const state = { carried: 0, ended: 0 }
  const none = () => Promise.reject(new Error('not expected'))
  const elsewhere: Elsewhere = {
    ...{ read: none, edit: none, connections: none, flush: none },
    carry: (_nodeId, socket) => {
      state.carried += 1
      socket.listen({
        onMessage: () => {},
        onClosed: () => {
          state.ended += 1
        },
      })
    },
  }
  studio = await startStudio({ ownership: ownedBy(claim), elsewhere })
  return state
}

/** How many visitors are looked at when somebody's right ends: all whom this node knows. */
const known = (): number => {
  let looks = 0
  const nobody: Concerned = {
    get everybody() {
      looks += 1
      return false
    },
  }
  studio.rooms.closeWhere(nobody, 'AccessChanged')
  return looks
}

test('[DR17] a node that ends tells those it carries elsewhere, while their links still hold', async () => {
  const state = await startCarrying()
  const visitors = ['wangfang', 'zhaolei1'].map((as) => studio.raw(PLAN, as))
  await until('both are carried', () => state.carried === 2)
  await studio.rooms.close()
  for (const { closed } of visitors)
    expect(await closed).toEqual({ code: 1012, reason: 'ShuttingDown' })
  await until('the other node hears of it', () => state.ended === 2)
})

test('[DR17] nor is anybody carried elsewhere by a node that ends', async () => {
  const asked = deferred<Claim>()
  let questions = 0
  const state = await startCarrying(() => {
    questions += 1
    return asked.promise
  })
  const visitor = studio.raw(PLAN, 'wangfang')
  await until('asked whose it is', () => questions === 1)
  const closing = studio.rooms.close()
  asked.resolve(theirs)
  expect((await visitor.closed).code).toBe(1012)
  expect(state.carried).toBe(0)
  await closing
})

/** A visitor whose end is heard in the moment they leave. */
const visit = () => {
  let isOpen = true
  let listener: Parameters<RoomSocket['listen']>[0] | null = null
  const leave = () => {
    isOpen = false
    listener?.onClosed()
  }
  const socket: RoomSocket = {
    get isOpen() {
      return isOpen
    },
    unsentBytes: 0,
    ...{ send: () => {}, close: leave, cut: leave, pause: () => {}, resume: () => {} },
    listen: (own) => {
      listener = own
    },
  }
  const admitted = studio.rooms.admit(socket, {
    ...{ name: PLAN, deviceId: null, wantsAcks: false, readsOnly: false },
    says: { epoch: null, schemaVersion: null },
    actorNow: async () => ({
      ...{ kind: 'person', hue: 'lin', userId: 'wangfang' as UserId, name: 'wangfang' },
      ...{ memberships: [], isAdmin: false },
    }),
  })
  return { leave, admitted }
}

test('[DR26] a visitor who leaves while it is asked whose the document is counts for nobody', async () => {
  const asked = deferred<Claim>()
  const state = await startCarrying(() => asked.promise)
  const [leaving, staying] = [visit(), visit()]
  leaving.leave()
  asked.resolve(theirs)
  await Promise.all([leaving.admitted, staying.admitted])
  expect(state.ended).toBe(1)
  expect(known()).toBe(1)
  staying.leave()
  expect(state.ended).toBe(2)
  expect(known()).toBe(0)
})
