import { closeCodes } from '#shared/sync/closeCodes.ts'
import type { RoomSocket } from './RoomSocket.ts'

/** What may be said before the door is open: the client's greeting. More is no greeting. */
const MAX_EARLY_BYTES = 2 * 1024 * 1024

/** Where a socket's messages go once it is let in. */
export type Receiver = {
  receive(message: Uint8Array): void
  /** The socket has ended. */
  gone(): void
}

/**
 * Listens to a socket from its first moment, because a client speaks before it is known whether it
 * may: what it says is kept until `deliver`, or dies with the socket.
 */
export const earlyMail = (socket: RoomSocket) => {
  let early: Uint8Array[] = []
  let earlyBytes = 0
  let receiver: Receiver | null = null
  let isClosed = false
  socket.listen({
    onMessage: (message) => {
      if (receiver) return receiver.receive(message)
      early.push(message)
      earlyBytes += message.length
      if (earlyBytes > MAX_EARLY_BYTES) socket.close(closeCodes.TooLarge.code, 'TooLarge')
    },
    onClosed: () => {
      isClosed = true
      early = []
      receiver?.gone()
    },
  })
  const deliver = (to: Receiver): void => {
    receiver = to
    for (const message of early.splice(0)) to.receive(message)
    if (isClosed || !socket.isOpen) to.gone()
  }
  return {
    /** From now on everything goes to `to`, what was said already first. */
    deliver,
    /** The socket, for somebody who has yet to listen to it: hears what was said already first. */
    forward: (): RoomSocket => ({
      get isOpen() {
        return socket.isOpen
      },
      get unsentBytes() {
        return socket.unsentBytes
      },
      send: (message) => socket.send(message),
      close: (code, reason) => socket.close(code, reason),
      cut: () => socket.cut(),
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      listen: ({ onMessage, onClosed }) => deliver({ receive: onMessage, gone: onClosed }),
    }),
  }
}
