import { readFile, rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket, WebSocketServer } from 'ws'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { messageTypes } from '#shared/sync/messages.ts'

/*
 * The negative control of every figure here: a server as one writes it in an afternoon with y-protocols.
 * It speaks the same wire, acknowledgements included, and has none of the defences: it answers before it
 * has loaded, applies whatever comes, acknowledges when it has heard, stores the whole text two seconds
 * later, believes whom it is told it speaks with, never closes anybody, and has no limits.
 *
 *   NAIVE_DROPS=n   forgets to pass on every n-th update
 */
const STORE_AFTER_MS = 2000
const LOAD_MS = 20

const folder = process.env.YANKE_DATA ?? ''
const dropsEvery = Number(process.env.NAIVE_DROPS ?? 0)

type Room = {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly sockets: Set<WebSocket>
  timer: NodeJS.Timeout | null
}
const rooms = new Map<string, Room>()
let passedOn = 0

const fileOf = (name: string): string => join(folder, `${name.replaceAll(':', '_')}.bin`)

const load = async (name: string, doc: Y.Doc): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, LOAD_MS))
  const state = await readFile(fileOf(name)).catch(() => null)
  if (state) Y.applyUpdate(doc, state)
}

const store = async (name: string, { doc }: Room): Promise<void> => {
  await writeFile(`${fileOf(name)}.part`, Y.encodeStateAsUpdate(doc))
  await rename(`${fileOf(name)}.part`, fileOf(name))
}

const messageOf = (type: number, fill: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  fill(encoder)
  return encoding.toUint8Array(encoder)
}

const tell = (room: Room, message: Uint8Array, from: unknown): void => {
  for (const socket of room.sockets)
    if (socket !== from && socket.readyState === WebSocket.OPEN) socket.send(message)
}

const openRoom = (name: string): Room => {
  const doc = new Y.Doc()
  const room: Room = { doc, awareness: new Awareness(doc), sockets: new Set(), timer: null }
  rooms.set(name, room)
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    passedOn += 1
    if (dropsEvery === 0 || passedOn % dropsEvery !== 0)
      tell(
        room,
        messageOf(messageTypes.sync, (encoder) => writeUpdate(encoder, update)),
        origin,
      )
    room.timer ??= setTimeout(() => {
      room.timer = null
      void store(name, room)
    }, STORE_AFTER_MS)
  })
  room.awareness.on('update', (_changes: unknown, origin: unknown) => {
    const update = encodeAwarenessUpdate(room.awareness, [...room.awareness.getStates().keys()])
    const message = messageOf(messageTypes.awareness, (encoder) =>
      encoding.writeVarUint8Array(encoder, update),
    )
    tell(room, message, origin)
  })
  void load(name, doc)
  return room
}

const hear = (room: Room, socket: WebSocket, data: Uint8Array, counts: { heard: number }): void => {
  const decoder = decoding.createDecoder(data)
  const type = decoding.readVarUint(decoder)
  if (type === messageTypes.awareness)
    applyAwarenessUpdate(room.awareness, decoding.readVarUint8Array(decoder), socket)
  if (type !== messageTypes.sync) return
  const answer = encoding.createEncoder()
  encoding.writeVarUint(answer, messageTypes.sync)
  const step = readSyncMessage(decoder, answer, room.doc, socket)
  if (encoding.length(answer) > 1) socket.send(encoding.toUint8Array(answer))
  if (step === 0) return
  counts.heard += 1
  socket.send(
    messageOf(messageTypes.ack, (encoder) => encoding.writeVarUint(encoder, counts.heard)),
  )
}

const server = createServer((_request, response) => response.writeHead(200).end('{}'))
const sockets = new WebSocketServer({ server })
sockets.on('connection', (socket, { url = '' }) => {
  const name = decodeURIComponent(url.split('?')[0]?.split('/').at(-1) ?? '')
  const room = rooms.get(name) ?? openRoom(name)
  const counts = { heard: 0 }
  room.sockets.add(socket)
  socket.on('message', (data: Buffer) => {
    try {
      hear(room, socket, new Uint8Array(data), counts)
    } catch {
      // And goes on, as y-websocket's server does.
    }
  })
  socket.on('close', () => room.sockets.delete(socket))
  socket.send(messageOf(messageTypes.sync, (encoder) => writeSyncStep1(encoder, room.doc)))
})
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  process.stdout.write(`NAIVE_READY ${port}\n`)
})
