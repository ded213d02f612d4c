import { expect, test, vi } from 'vitest'
import type { DocPeer } from './DocPeer.ts'
import { heartbeatMessage } from './message.ts'
import { OutMessage } from './RoomSocket.ts'
import { peerWithSocket } from './testing/peerWithSocket.ts'

const MIB = 1024 * 1024

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
  peer.hold(message ?? new Uint8Array(), {})
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

test('[DR22] whose messages take long to hear is heard with fewer in a turn, and with one at least', () => {
  const { peer } = peerWithSocket()
  for (let i = 0; i < 40; i += 1) peer.receive(new Uint8Array(8))
  let nowMs = 1000
  const now = vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  const heard = [1, 3, 100].map((costMs) => {
    let count = 0
    for (const _ of peer.takeTurn()) {
      count += 1
      nowMs += costMs
    }
    return count
  })
  now.mockRestore()
  expect(heard).toEqual([9, 3, 1])
})

test('[DR11] a message is held once for each document that is loaded', () => {
  const { peer } = peerWithSocket()
  const [before, anew] = [{}, {}]
  const message = Uint8Array.of(1)
  expect(peer.holdOnce(message, before)).toBe(true)
  peer.release(before)
  expect(peer.holdOnce(message, before)).toBe(false)
  expect(peer.holdOnce(message, anew)).toBe(true)
  expect(peer.holdOnce(message, anew)).toBe(false)
})

test('[DR1] [DR11] what is held for one thing is not heard because another is there', () => {
  const { peer } = peerWithSocket()
  const [document, log] = [{}, {}]
  expect(peer.holdOnce(Uint8Array.of(1), document)).toBe(true)
  expect(peer.release(log)).toBe(false)
  expect(peer.hasMail).toBe(false)
  expect(peer.release(document)).toBe(true)
  expect(peer.hasMail).toBe(true)
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

const withMail = (access: 'read' | 'write') => {
  const made = peerWithSocket(access)
  made.peer.welcome()
  for (let i = 0; i < 40; i += 1) made.peer.receive(Uint8Array.of(1))
  return made
}

test('[DR6] who writes and leaves is heard to the end, told nothing more, and ends then', () => {
  const { peer, sent, ends } = withMail('write')
  peer.gone()
  peer.send(heartbeatMessage)
  expect(takeAll(peer, 2)).toBe(32)
  expect(ends).toEqual([])
  expect(takeAll(peer, 1)).toBe(8)
  expect(ends).toEqual([null])
  expect(sent).toEqual([])
})

test('[DR6] what waits for something is heard of who has left when that is there', () => {
  const { peer, ends } = withMail('write')
  const log = {}
  peer.hold(Uint8Array.of(1), log)
  peer.gone()
  expect(takeAll(peer, 1)).toBe(0)
  expect(ends).toEqual([])
  expect(peer.release(log)).toBe(true)
  expect(takeAll(peer, 3)).toBe(41)
  expect(ends).toEqual([null])
})

test('[DR6] who may only read has nothing to say any more when they leave', () => {
  const { peer, ends } = withMail('read')
  peer.gone()
  expect(ends).toEqual([null])
  expect(takeAll(peer, 1)).toBe(0)
})

test('[DR16] who left and loses the right meanwhile is not heard to the end', () => {
  const { peer, ends } = withMail('write')
  peer.gone()
  peer.close('AccessChanged')
  expect(ends).toEqual(['AccessChanged'])
  expect(takeAll(peer, 1)).toBe(0)
})

test('[DR22] a reader is owed the document and four megabytes, until the document has gone', () => {
  const { peer, ends, owe } = peerWithSocket()
  const document = OutMessage.of([0, 1], new Uint8Array(7 * MIB))
  peer.welcome()
  peer.sendDocument(document)
  owe(11 * MIB)
  peer.send(heartbeatMessage)
  expect(ends).toEqual([])
  owe(4 * MIB)
  peer.send(heartbeatMessage)
  owe(4 * MIB + 1)
  peer.send(heartbeatMessage)
  expect(ends).toEqual(['TooSlow'])
})

test('[DR22] nor is it owed a second one', () => {
  const { peer, ends, owe } = peerWithSocket()
  const document = OutMessage.of([0, 1], new Uint8Array(7 * MIB))
  peer.welcome()
  peer.sendDocument(document)
  owe(document.frames.length)
  peer.sendDocument(document)
  owe(2 * document.frames.length)
  peer.sendDocument(document)
  expect(ends).toEqual(['TooSlow'])
})
