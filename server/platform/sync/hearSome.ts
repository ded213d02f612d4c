import type { DocPeer } from './DocPeer.ts'

/** Of one connection at a time, so that a burst of one is not everybody's stall (T6). */
const MESSAGES = 16
/** Nor is one of large messages: a megabyte of structs takes fifty milliseconds to read. */
const BYTES = 64 * 1024

/** Some of what a peer has said and nobody has heard yet, in order. */
export const hearSome = (peer: DocPeer, hear: (message: Uint8Array) => void): void => {
  let leftBytes = BYTES
  for (let left = MESSAGES; left > 0 && leftBytes > 0; left -= 1) {
    const message = peer.takeMessage()
    if (!message) return
    leftBytes -= message.length
    hear(message)
  }
}
