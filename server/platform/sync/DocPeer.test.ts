import { expect, test } from 'vitest'
import type { UserId } from '#shared/ids.ts'
import { DocPeer } from './DocPeer.ts'
import { heartbeatMessage } from './message.ts'
import type { OutMessage, RoomSocket } from './RoomSocket.ts'

const MIB = 1024 * 1024

/** A peer, and what its socket is told. */
const peerWithSocket = () => {
  const sent: OutMessage[] = []
  const told: string[] = []
  const socket: RoomSocket = {
    isOpen: true,
    unsentBytes: 0,
    send: (message) => sent.push(message),
    close: () => told.push('close'),
    cut: () => told.push('cut'),
    pause: () => told.push('pause'),
    resume: () => told.push('resume'),
    listen: () => {},
  }
  const peer = new DocPeer({
    connection: {
      connectionId: 'connection-1',
      name: 'plan:plan0001',
      actor: { kind: 'anyone' },
      grant: {
        access: 'write',
        identity: { userId: 'wangfang' as UserId, name: '王芳', hue: 'lin' },
      },
      deviceId: null,
    },
    wantsAcks: false,
    says: { epoch: null, schemaVersion: null },
    socket,
    onClosed: () => {},
  })
  return { peer, sent, told }
}

const takeAll = (peer: DocPeer, turns: number): number => {
  let count = 0
  for (let turn = 0; turn < turns; turn += 1) count += [...peer.takeTurn()].length
  return count
}

test('[DR22] two megabytes unheard, and the socket is not read until little of it is left', () => {
  const { peer, told } = peerWithSocket()
  for (let i = 0; i < 2; i += 1) peer.receive(new Uint8Array(MIB))
  expect(told).toEqual([])
  peer.receive(new Uint8Array(MIB))
  expect(told).toEqual(['pause'])
  // One of this size per turn.
  takeAll(peer, 2)
  expect(told).toEqual(['pause'])
  takeAll(peer, 1)
  expect(told).toEqual(['pause', 'resume'])
})

test('[DR22] what is held counts as unheard, and what was ended does not', () => {
  const { peer, told } = peerWithSocket()
  peer.receive(new Uint8Array(MIB))
  const [message] = [...peer.takeTurn()]
  expect(peer.hold(message ?? new Uint8Array(), {})).toBe(true)
  peer.receive(new Uint8Array(MIB))
  expect(told).toEqual([])
  peer.receive(new Uint8Array(1))
  expect(told).toEqual(['pause'])
  peer.close('Malformed')
  expect(told).toEqual(['pause', 'resume', 'close'])
})

test('[DR22] many small ones are as many as before', () => {
  const { peer, told } = peerWithSocket()
  for (let i = 0; i < 255; i += 1) peer.receive(new Uint8Array(8))
  expect(told).toEqual([])
  peer.receive(new Uint8Array(8))
  expect(told).toEqual(['pause'])
  expect(takeAll(peer, 13)).toBe(13 * 16)
  expect(told).toEqual(['pause', 'resume'])
})

test('[DR11] a message is held once for each document that is loaded', () => {
  const { peer } = peerWithSocket()
  const [before, anew] = [{}, {}]
  const message = Uint8Array.of(1)
  expect(peer.hold(message, before)).toBe(true)
  peer.release()
  expect(peer.hold(message, before)).toBe(false)
  expect(peer.hold(message, anew)).toBe(true)
  expect(peer.hold(message, anew)).toBe(false)
})

test('[DR5] nothing is said before the document is loaded', () => {
  const { peer, sent } = peerWithSocket()
  peer.send(heartbeatMessage)
  expect(sent).toEqual([])
  expect(peer.wasSpokenTo).toBe(false)
  peer.welcome()
  peer.send(heartbeatMessage)
  expect(sent).toEqual([heartbeatMessage])
})
