import { WebSocket, WebSocketServer } from 'ws'

/*
 * The base of all ratios: a message goes to everybody else in the room as the bytes it came as. No
 * CRDT, no storage, no authentication. SyncStep1 is answered with an empty SyncStep2, so that clients
 * count as synced.
 */
const EMPTY_STEP2 = Buffer.from([0, 1, 2, 0, 0])

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
      socket.send(EMPTY_STEP2)
      return
    }
    for (const peer of room)
      if (peer !== socket && peer.readyState === WebSocket.OPEN) peer.send(data)
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    room.delete(socket)
    if (room.size === 0) rooms.delete(url)
  })
})
