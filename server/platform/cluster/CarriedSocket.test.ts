import { afterEach, expect, test } from 'vitest'
import type { Actor } from '#shared/access/actor.ts'
import type { UserId } from '#shared/ids.ts'
import {
  deferred,
  grantFor,
  openOwner,
  PLAN,
  type Studio,
  startStudio,
  until,
} from '../sync/testing/syncHarness.ts'
import { CarriedSocket } from './CarriedSocket.ts'
import type { FrameKind } from './linkFrame.ts'

let studio: Studio
afterEach(() => studio.stop())

const person = (userId: string): Actor => ({
  ...{ kind: 'person', hue: 'lin', userId: userId as UserId, name: userId },
  ...{ memberships: [], isAdmin: false },
})

/** A visitor whom another node carries here, and what is said back over the link. */
const arrive = (as: string) => {
  const sent: FrameKind[] = []
  let ends = 0
  const socket = new CarriedSocket({
    send: (kind) => void sent.push(kind),
    end: () => {
      ends += 1
    },
  })
  const admitted = studio.rooms.local.admit(socket, {
    ...{ name: PLAN, actor: person(as), deviceId: null, wantsAcks: false, readsOnly: false },
    says: { epoch: null, schemaVersion: null },
  })
  const leave = () => socket.receive({ kind: 'close', channel: 1, payload: new Uint8Array() })
  return { sent, leave, admitted, ends: () => ends }
}

const there = () => studio.rooms.local.connections(PLAN).length

test('[DR26] a carried visitor who leaves while it is asked what they may leaves nothing behind', async () => {
  const asked = deferred()
  let questions = 0
  const authorize = async (actor: Actor) => {
    questions += 1
    await asked.promise
    return grantFor(actor)
  }
  studio = await startStudio({ owners: [openOwner({ authorize })] })
  const visitor = arrive('wangfang')
  await until('asked what they may', () => questions === 1)
  visitor.leave()
  expect(visitor.ends()).toBe(1)
  asked.resolve()
  await visitor.admitted
  expect(there()).toBe(0)
  await until('the document is let go', () => !studio.rooms.local.owns(PLAN))
  expect(visitor.sent).toEqual([])
})

test('[DR26] nor does one who leaves while their document is read, or later', async () => {
  studio = await startStudio()
  const [early, late] = [arrive('wangfang'), arrive('zhaolei1')]
  await Promise.all([early.admitted, late.admitted])
  expect(there()).toBe(2)
  early.leave()
  await until('greeted', () => late.sent.includes('data'))
  expect(there()).toBe(1)
  late.leave()
  await until('the document is let go', () => !studio.rooms.local.owns(PLAN))
  expect(there()).toBe(0)
  expect([early.ends(), late.ends()]).toEqual([1, 1])
})
