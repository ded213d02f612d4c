import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { closeCodes } from '#shared/sync/closeCodes.ts'
import type { RoomSocket } from './RoomSocket.ts'

const bytesOf = (data: unknown): Uint8Array | null => {
  if (Buffer.isBuffer(data)) return data
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return null
}

/** A close frame behind more than this would come too late, and its buffer stay for half a minute. */
const MAX_UNSENT_AT_CLOSE_BYTES = 1024 * 1024

/**
 * A WebSocket of `ws` as a room sees it. Frames are made once for all readers and written to the
 * stream beneath it, past `ws`: allowed as long as compression is off, because then `ws` too writes
 * every frame whole and at once.
 */
export const wsRoomSocket = (socket: WebSocket, stream: Duplex): RoomSocket => ({
  get isOpen() {
    return socket.readyState === socket.OPEN
  },
  get unsentBytes() {
    return stream.writableLength
  },
  send: (message) => {
    if (socket.readyState === socket.OPEN) stream.write(message.frames)
  },
  close: (code, reason) => {
    if (stream.writableLength > MAX_UNSENT_AT_CLOSE_BYTES) socket.terminate()
    else socket.close(code, reason)
  },
  cut: () => socket.terminate(),
  pause: () => socket.pause(),
  resume: () => socket.resume(),
  listen: ({ onMessage, onClosed }) => {
    const { code } = closeCodes.Malformed
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? bytesOf(data) : null
      if (message) onMessage(message)
      else socket.close(code, 'Malformed')
    })
    // Without a listener a broken frame would end the process; `ws` closes the socket itself.
    socket.on('error', () => {})
    socket.on('close', onClosed)
  },
})
