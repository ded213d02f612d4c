import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WebSocket, WebSocketServer } from 'ws'
import { EMPTY_UPDATE, EMPTY_VECTOR, protocols } from '../lib/wire.ts'

/*
 * What opening a document cannot go below: its encoded state is a file, read once and sent as
 * SyncStep2. No log, no checks; updates are only passed on.
 */
const { sync } = protocols.yWebsocket
const emptyStep2 = sync('', 'step2', EMPTY_UPDATE)
const emptyStep1 = sync('', 'step1', EMPTY_VECTOR)
let whole: Uint8Array | null = null
const readWhole = (): Uint8Array => {
  whole ??= sync('', 'step2', readFileSync(join(process.env.YANKE_DATA ?? '', 'state.bin')))
  return whole
}

const rooms = new Map<string, Set<WebSocket>>()
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.env.PORT),
  perMessageDeflate: false,
  backlog: 2048,
})

server.on('connection', (socket, { url = '' }) => {
  const room = rooms.get(url) ?? new Set()
  rooms.set(url, room.add(socket))
  socket.on('message', (data: Buffer) => {
    if (data[0] === 0 && data[1] === 0) {
      socket.send(/^\/plan:(cold|storm)-/.test(url) ? readWhole() : emptyStep2)
      socket.send(emptyStep1)
    } else if (data[0] !== 0 || data[1] === 2)
      for (const peer of room)
        if (peer !== socket && peer.readyState === WebSocket.OPEN) peer.send(data)
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    room.delete(socket)
    if (room.size === 0) rooms.delete(url)
  })
})
