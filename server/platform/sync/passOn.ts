import type { DocPeer } from './DocPeer.ts'
import { updatesMessage } from './message.ts'
import type { LogEntry } from './RoomLog.ts'

/**
 * What was written in one turn, to everybody but its sender: framed once, one write to each reader.
 * A reader who sent something of it gets the rest.
 */
export const passOn = (entries: readonly LogEntry[], peers: Iterable<DocPeer>): void => {
  const forAll = updatesMessage(entries.map(({ update }) => update))
  const senders = new Set(entries.map(({ from }) => from))
  for (const peer of peers) {
    if (!peer.hasDocument) continue
    if (!senders.has(peer)) {
      peer.send(forAll)
      continue
    }
    if (senders.size === 1) continue
    const others = entries.filter(({ from }) => from !== peer)
    peer.send(updatesMessage(others.map(({ update }) => update)))
  }
}
