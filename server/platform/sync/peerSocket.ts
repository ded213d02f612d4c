import type { WebSocket } from 'ws'
import type { DocPeer, PeerSocket } from './DocPeer.ts'

/** What may be said before the door is open: the client's greeting. More is no greeting. */
const MAX_EARLY_BYTES = 2 * 1024 * 1024

const PING_MS = 20_000

const bytesOf = (data: unknown): Uint8Array | null => {
  if (Buffer.isBuffer(data)) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return null
}

/**
 * Listens to a socket from its first moment, because a client speaks before it is known whether it
 * may: what it says is kept until `enter`, or dies with the socket.
 */
export const attachSocket = (socket: WebSocket) => {
  const early: Uint8Array[] = []
  let earlyBytes = 0
  let entered: { peer: DocPeer; onMessage: (message: Uint8Array) => void } | null = null
  let isAlive = true
  // A link that died silently answers no ping; two missed ones end it.
  const ping = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, PING_MS)
  ping.unref()

  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('message', (data, isBinary) => {
    isAlive = true
    const message = bytesOf(data)
    if (!isBinary || !message) {
      if (entered) entered.peer.close('Malformed')
      else socket.close(4400, 'Malformed')
      return
    }
    if (entered) return entered.onMessage(message)
    early.push(message)
    earlyBytes += message.length
    if (earlyBytes > MAX_EARLY_BYTES) socket.close(4413, 'TooLarge')
  })
  // Without a listener a broken frame would end the process; `ws` closes the socket itself.
  socket.on('error', () => {})
  socket.on('close', () => {
    clearInterval(ping)
    entered?.peer.gone()
  })

  const peerSocket: PeerSocket = {
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(message)
    },
    close: (code, reason) => socket.close(code, reason),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  }
  return {
    socket: peerSocket,
    enter: (peer: DocPeer, onMessage: (message: Uint8Array) => void): void => {
      if (socket.readyState !== socket.OPEN) {
        peer.gone()
        return
      }
      entered = { peer, onMessage }
      for (const message of early.splice(0)) onMessage(message)
    },
  }
}
