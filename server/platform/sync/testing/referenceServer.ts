import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { type WebSocket, WebSocketServer } from 'ws'
import { readSyncMessage, writeSyncStep1 } from 'y-protocols/sync'
import * as Y from 'yjs'

/**
 * The negative control: a room as y-websocket's reference server has it. It announces sync before
 * the load, leaves its table before the last write is done, and stores the whole text.
 */
export const startReference = async (storeMs: number) => {
  const disk = new Map<string, Uint8Array>()
  const table = new Map<string, { doc: Y.Doc; sockets: Set<WebSocket> }>()
  const wait = () => new Promise((resolve) => setTimeout(resolve, storeMs))
  const open = (name: string) => {
    const doc = new Y.Doc()
    const room = { doc, sockets: new Set<WebSocket>() }
    table.set(name, room)
    void wait().then(() => {
      const state = disk.get(name)
      if (state) Y.applyUpdate(doc, state)
    })
    return room
  }
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    const name = request.url ?? ''
    const room = table.get(name) ?? open(name)
    room.sockets.add(socket)
    const send = (write: (encoder: encoding.Encoder) => void) => {
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, 0)
      write(encoder)
      if (encoding.length(encoder) > 1) socket.send(encoding.toUint8Array(encoder))
    }
    socket.on('message', (data: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(data))
      if (decoding.readVarUint(decoder) !== 0) return
      send((encoder) => readSyncMessage(decoder, encoder, room.doc, socket))
    })
    socket.on('close', () => {
      room.sockets.delete(socket)
      if (room.sockets.size > 0) return
      table.delete(name)
      const state = Y.encodeStateAsUpdate(room.doc)
      void wait().then(() => disk.set(name, state))
    })
    send((encoder) => writeSyncStep1(encoder, room.doc))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async () => {
    for (const client of sockets.clients) client.terminate()
    await new Promise((resolve) => server.close(resolve))
  }
  return { stop, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, disk }
}
