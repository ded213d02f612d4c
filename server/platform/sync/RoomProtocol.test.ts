import { expect, test } from 'vitest'
import { docName } from '#shared/sync/docName.ts'
import { createLog } from '../log.ts'
import { Commits } from './Commits.ts'
import type { DocPeer } from './DocPeer.ts'
import type { LoadedRoom } from './LoadedRoom.ts'
import { syncStep2Message } from './message.ts'
import { Presence } from './Presence.ts'
import { presenceClock } from './presenceClock.ts'
import { RoomLog } from './RoomLog.ts'
import { RoomProtocol } from './RoomProtocol.ts'
import { rawFrame } from './testing/frames.ts'
import { peerWithSocket } from './testing/peerWithSocket.ts'
import { deferred, openOwner } from './testing/syncHarness.ts'

const name = docName('plan', 'plan-0000001')
const entry = { update: Uint8Array.of(1), authorId: null, from: null, claims: [] }

/** A room of which only questions are asked: something is on its way to a disk that takes its time. */
const withSlowWrite = () => {
  const disk = deferred()
  const quiet = createLog('silent')
  const commits = new Commits({
    append: () => ({ written: disk.promise, durable: disk.promise }),
  })
  const log = new RoomLog(
    {
      ...{ name, fence: 0, clock: { now: () => 0 }, log: quiet },
      retry: { attempts: 1, pauseMs: 1 },
      onDue: (due) => commits.due(due),
      onWritten: () => undefined,
      onGivenUp: () => undefined,
    },
    0,
  )
  const answered: Uint8Array[] = []
  const document = {
    answerTo: (stateVector: Uint8Array) => {
      answered.push(stateVector)
      return syncStep2Message(Uint8Array.of(0, 0))
    },
  }
  const released: DocPeer[] = []
  const protocol = new RoomProtocol({
    ...{ name, id: 'plan-0000001', owner: openOwner(), log: quiet },
    presence: new Presence(presenceClock(0), () => []),
    workshop: { fold: () => Promise.reject(new Error('nothing is folded here')) },
    onReleased: (peer) => released.push(peer),
  })
  const loaded = { document, log } as unknown as LoadedRoom
  log.add(entry)
  commits.flush()
  return {
    ...{ answered, released },
    greet: (peer: DocPeer) => protocol.greet(peer, loaded),
    hear: (peer: DocPeer) => {
      for (const message of peer.takeTurn()) protocol.handle(peer, message, loaded)
    },
    write: async () => {
      disk.resolve()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

/** Each with a state vector of its own, so that no answer serves two. */
const vectorOf = (index: number) => Uint8Array.of(1, index + 1, 1)
const vectors = (count: number) => Array.from({ length: count }, (_, index) => vectorOf(index))

const asking = (count: number, access: 'read' | 'write' = 'read') => {
  const { peer, told } = peerWithSocket(access)
  peer.welcome()
  for (const vector of vectors(count)) peer.receive(rawFrame([0, 0], vector))
  return { peer, told }
}

test('[DR1] who asks on and on while a write takes long is owed one answer, the rest is unheard', async () => {
  const room = withSlowWrite()
  const { peer, told } = asking(300)
  room.hear(peer)
  room.hear(peer)
  expect(peer.hasMail).toBe(false)
  expect(told).toEqual(['pause'])
  expect(room.answered).toEqual([])
  await room.write()
  expect(room.answered).toEqual(vectors(1))
  expect(room.released).toEqual([peer])
})

test('[DR1] and then every question is answered, each as it was asked, one in a turn', async () => {
  const room = withSlowWrite()
  const { peer } = asking(20)
  room.hear(peer)
  await room.write()
  for (let count = 2; count <= 20; count += 1) {
    room.hear(peer)
    expect(room.answered).toEqual(vectors(count))
  }
})

test('[DR1] a question holds back nothing of another, nor what its asker says behind it', async () => {
  const room = withSlowWrite()
  const { peer } = asking(1)
  const [before, other] = [peer, asking(2).peer]
  room.hear(other)
  room.hear(before)
  before.receive(rawFrame([3]))
  expect(before.hasMail).toBe(true)
  room.hear(before)
  expect(before.hasMail).toBe(false)
  await room.write()
  expect(room.answered).toEqual([vectorOf(0), vectorOf(0)])
  expect(room.released).toEqual([other])
})

test('[DR22] who is here is told once in a turn, however often it is asked', () => {
  const room = withSlowWrite()
  const { peer } = peerWithSocket()
  for (let i = 0; i < 3; i += 1) peer.receive(rawFrame([3]))
  const left = [1, 2, 3].map(() => {
    room.hear(peer)
    return peer.mailCount
  })
  expect(left).toEqual([2, 1, 0])
})

test('[DR5] a defect of ours in a greeting ends the one connection that met it', () => {
  const room = withSlowWrite()
  const { peer, ends } = peerWithSocket()
  // This room's document has nothing to greet with.
  room.greet(peer)
  expect(ends).toEqual(['CannotSave'])
})

test('[DR1] nobody looks for an answer for who has left', async () => {
  const room = withSlowWrite()
  const { peer } = asking(2)
  room.hear(peer)
  peer.gone()
  await room.write()
  expect([room.answered, room.released]).toEqual([[], []])
})

test('[DR1] [DR6] of what who has left had still to say no question is answered', async () => {
  const room = withSlowWrite()
  const { peer } = asking(3, 'write')
  peer.gone()
  room.hear(peer)
  expect(peer.isClosed).toBe(true)
  await room.write()
  expect(room.answered).toEqual([])
})
