import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { docName } from '#shared/sync/docName.ts'
import { createLog } from '../log.ts'
import { LeftAlone } from './GivenUp.ts'
import type { LoadedRoom } from './LoadedRoom.ts'
import { Presence } from './Presence.ts'
import { presenceClock } from './presenceClock.ts'
import { RoomProtocol } from './RoomProtocol.ts'
import { step2 } from './testing/frames.ts'
import { peerWithSocket } from './testing/peerWithSocket.ts'
import { openOwner } from './testing/syncHarness.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A reader whose copy brings what may follow from deletions, of a document that cannot be put together now. */
const bringing = async (leftMs: number) => {
  const protocol = new RoomProtocol({
    ...{ name: docName('plan', 'plan-0000001'), id: 'plan-0000001', owner: openOwner() },
    ...{ log: createLog('silent'), onReleased: () => undefined },
    presence: new Presence(presenceClock(0), () => []),
    workshop: { fold: () => Promise.reject(new LeftAlone(leftMs)) },
  })
  const document = {
    meta: { epoch: 'epoch' },
    receive: () => ({ kind: 'close', reason: 'Forbidden', mayFollow: true }),
    knows: () => false,
    writtenVector: () => Uint8Array.of(0),
    learnWhatFollows: (fold: (updates: readonly Uint8Array[]) => Promise<unknown>) => fold([]),
  }
  const { peer, ends } = peerWithSocket('read')
  peer.welcome()
  peer.receive(step2(Uint8Array.of(0, 0)))
  const loaded = { document, log: {} } as unknown as LoadedRoom
  for (const message of peer.takeTurn()) protocol.handle(peer, message, loaded)
  await vi.advanceTimersByTimeAsync(0)
  return ends
}

test('[DR11] who would be back at once, and have all of it sent again, is kept for a while first', async () => {
  const ends = await bringing(1_000_000)
  await vi.advanceTimersByTimeAsync(59_000)
  expect(ends).toEqual([])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(ends).toEqual(['CannotSave'])
})

test('[DR11] no longer than it is left alone', async () => {
  const ends = await bringing(5000)
  await vi.advanceTimersByTimeAsync(5000)
  expect(ends).toEqual(['CannotSave'])
})
