import type { DocPeer } from './DocPeer.ts'
import { updateMessage } from './message.ts'
import type { LogEntry } from './RoomLog.ts'
import { OutMessage } from './RoomSocket.ts'

const toAllBut = (message: OutMessage, from: DocPeer | null, peers: Iterable<DocPeer>): void => {
  for (const peer of peers) if (peer !== from && peer.isGreeted) peer.send(message)
}

/**
 * What was written in one turn, to everybody but its sender: framed once, one write to each reader
 * (T4). A reader who sent something of it gets the rest.
 */
export const passOn = (entries: readonly LogEntry[], peers: Iterable<DocPeer>): void => {
  const [first] = entries
  if (first && entries.length === 1) {
    toAllBut(updateMessage(first.update), first.from, peers)
    return
  }
  const messages = entries.map(({ update }) => updateMessage(update))
  const senders = new Set(entries.map(({ from }) => from))
  const forAll = OutMessage.joined(messages)
  for (const peer of peers) {
    if (!peer.isGreeted) continue
    if (!senders.has(peer)) {
      peer.send(forAll)
      continue
    }
    const others = messages.filter((_, i) => entries[i]?.from !== peer)
    if (others.length > 0) peer.send(OutMessage.joined(others))
  }
}
