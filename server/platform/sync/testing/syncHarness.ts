import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Actor } from '#shared/access/actor.ts'
import type { UserId } from '#shared/ids.ts'
import type { DocName } from '#shared/sync/docName.ts'
import { type Clock, systemClock } from '../../clock.ts'
import type { Ownership } from '../../cluster/Ownership.ts'
import { newId } from '../../ids.ts'
import type { Crowd } from '../Crowd.ts'
import { createDocRooms, type DocRoomsWithDoor } from '../createDocRooms.ts'
import type { DocStore } from '../DocStore.ts'
import { attachDocSocket } from '../docSocket.ts'
import type { Elsewhere } from '../Elsewhere.ts'
import { memoryDocStore } from '../memoryDocStore.ts'
import type { DocGrant, DocOwner } from '../ports.ts'
import type { RetryRule } from '../RoomLog.ts'
import { project as bodyText } from './bodyProjection.ts'
import { project as whereItRuns } from './threadProjection.ts'

export const PLAN: DocName = 'plan:plan0001'
export const COMMENTS: DocName = 'comments:plan0001'

/** Resolves when `isSo` holds; rejects after 15 s, far beyond anything a test waits for. */
export const until = async (what: string, isSo: () => boolean): Promise<void> => {
  const deadline = performance.now() + 15_000
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`never came true: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** A promise and its two ends. */
export const deferred = <Value = void>() => {
  let resolve: (value: Value) => void = () => {}
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

/** In these tests the URL says who one is: `?as=<user>` a person, `?as=` nobody. */
export const actorOf = async (request: IncomingMessage): Promise<Actor> => {
  const as = new URL(request.url ?? '', 'http://localhost').searchParams.get('as')
  if (!as) return { kind: 'anyone' }
  return {
    kind: 'person',
    hue: 'lin',
    userId: as as UserId,
    name: as,
    memberships: [],
    isAdmin: false,
  }
}

/** People whose name begins with `reader` read, `nobody` may not come, all others write. */
export const grantFor = (actor: Actor): DocGrant | null => {
  if (actor.kind !== 'person' || actor.name.startsWith('nobody')) return null
  return {
    access: actor.name.startsWith('reader') ? 'read' : 'write',
    identity: { userId: actor.userId, name: `名 ${actor.name}`, hue: 'lin' },
  }
}

export const openOwner = (more: Partial<DocOwner> = {}): DocOwner => ({
  kind: 'plan',
  authorize: async (actor) => grantFor(actor),
  ...more,
})

const bodyProjection = { file: './bodyProjection.ts', project: bodyText }
export const threadProjection = { file: './threadProjection.ts', project: whereItRuns }

/**
 * Tells of the text that is projected, or what else a module
 * makes of it, and by whom it was written and who says so.
 */
export const tellsText = (
  stored: (text: string, authors: readonly UserId[], fence: number) => void | Promise<void>,
  { file, project }: typeof bodyProjection = bodyProjection,
): Pick<DocOwner, 'projection'> => ({
  projection: {
    module: new URL(file, import.meta.url),
    project,
    stored: async (_id, text, authors, fence) => stored(text as string, authors, fence),
  },
})

export type Studio = Awaited<ReturnType<typeof startStudio>>

/** A real http server with document rooms, and clients for it. */
export const startStudio = async (
  options: {
    readonly store?: DocStore
    readonly owners?: readonly DocOwner[]
    readonly clock?: Clock
    readonly retry?: RetryRule
    readonly crowd?: Crowd
    readonly beatMs?: number
    readonly ownership?: Ownership
    readonly elsewhere?: Elsewhere
    /** Sockets come as if another node had carried them here. */
    readonly arrivesCarried?: boolean
    readonly actorOf?: typeof actorOf
    readonly actorAgain?: (actor: Actor) => Promise<Actor>
  } = {},
) => {
  const log = pino({ level: 'silent' })
  const store = options.store ?? memoryDocStore()
  const rooms = createDocRooms({
    store,
    clock: options.clock ?? systemClock,
    log,
    newId,
    ...(options.retry ? { retry: options.retry } : {}),
    ...(options.crowd ? { crowd: options.crowd } : {}),
    ...(options.beatMs ? { beatMs: options.beatMs } : {}),
    ...(options.ownership ? { ownership: options.ownership } : {}),
    ...(options.elsewhere ? { elsewhere: options.elsewhere } : {}),
    ...(options.actorAgain ? { actorAgain: options.actorAgain } : {}),
  })
  for (const owner of options.owners ?? [openOwner()]) rooms.own(owner)
  const carried: DocRoomsWithDoor['admit'] = async (socket, { actorNow, ...said }) =>
    rooms.local.admit(socket, { ...said, actor: await actorNow() })
  const door = options.arrivesCarried ? { ...rooms, admit: carried } : rooms
  const docs = attachDocSocket({ rooms: door, actorOf: options.actorOf ?? actorOf, log })
  const server = createServer()
  server.on('upgrade', (request, socket, head) => {
    if (!docs.upgrade(request, socket, head)) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `ws://127.0.0.1:${port}/ws/docs`
  const clients = new Set<() => void>()

  return {
    rooms,
    store,
    url,
    /** A stock y-websocket client. */
    stock: (name: DocName, as: string, doc = new Y.Doc(), params: Record<string, string> = {}) => {
      const provider = new WebsocketProvider(url, name, doc, {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        params: { as, ...params },
        disableBc: true,
        maxBackoffTime: 50,
      })
      const codes: number[] = []
      provider.on('connection-close', (event) => codes.push(event?.code ?? 0))
      const leave = () => {
        clients.delete(leave)
        provider.destroy()
      }
      clients.add(leave)
      return { provider, doc, codes, leave, awareness: provider.awareness }
    },
    /** A socket that says exactly what the test says. */
    raw: (name: string, as: string, query = '', headers: Record<string, string> = {}) => {
      const client = rawClient(`${url}/${name}?as=${as}${query}`, headers)
      clients.add(client.leave)
      return client
    },
    stop: async () => {
      for (const leave of [...clients]) leave()
      await rooms.close()
      docs.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const rawClient = (url: string, headers: Record<string, string> = {}) => {
  const socket = new WebSocket(url, { headers })
  const received: Uint8Array[] = []
  const closed = deferred<{ code: number; reason: string }>()
  const opened = deferred()
  let code: number | null = null
  socket.on('open', () => opened.resolve())
  socket.on('message', (data: Buffer) => received.push(new Uint8Array(data)))
  socket.on('error', () => {})
  socket.on('close', (closeCode, reason) => {
    code = closeCode
    closed.resolve({ code: closeCode, reason: String(reason) })
  })
  return {
    socket,
    received,
    opened: opened.promise,
    closed: closed.promise,
    get code() {
      return code
    },
    send: (message: Uint8Array | string) => socket.send(message),
    /** Messages of one type so far (the first byte). */
    ofType: (type: number) => received.filter((message) => message[0] === type),
    leave: () => socket.terminate(),
  }
}

/** What one Y.Doc says in its text `body`. */
export const bodyOf = (doc: Y.Doc): string => doc.getText('body').toString()

/** Types at the end of `body`. */
export const type = (doc: Y.Doc, text: string): void => {
  const body = doc.getText('body')
  body.insert(body.length, text)
}

/** The update a change makes, on a document of its own unless one is given. */
export const updateOf = (change: (doc: Y.Doc) => void, doc = new Y.Doc()): Uint8Array => {
  const updates: Uint8Array[] = []
  const note = (update: Uint8Array) => updates.push(update)
  doc.on('update', note)
  doc.transact(() => change(doc))
  doc.off('update', note)
  const [update] = updates
  if (!update) throw new Error('nothing changed')
  return update
}
