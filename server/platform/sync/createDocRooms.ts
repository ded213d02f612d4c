import type { WebSocket } from 'ws'
import type { Actor } from '#shared/access/actor.ts'
import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import { type DocKind, type DocName, parseDocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { DocPeer, type PeerVersions } from './DocPeer.ts'
import { DocRoom } from './DocRoom.ts'
import type { DocStore } from './DocStore.ts'
import { groupCommit } from './groupCommit.ts'
import { attachSocket } from './peerSocket.ts'
import type { DocConnection, DocGrant, DocOwner, DocRooms } from './ports.ts'
import { quietly } from './quietLog.ts'
import type { RetryRule } from './RoomLog.ts'

/** Somebody who wants into a document, as the upgrade request tells. */
export type DocVisit = {
  /** As it stands in the URL, unchecked. */
  readonly name: string
  readonly actor: Actor
  readonly deviceId: string | null
  readonly wantsAcks: boolean
  readonly says: PeerVersions
}

/** The port, and the door for sockets that `attachDocSocket` opens. */
export type DocRoomsWithDoor = DocRooms & {
  /** Takes an open socket in or closes it with the reason; never throws. */
  admit(socket: WebSocket, visit: DocVisit): Promise<void>
}

/** y-websocket gives up after 30 s of silence; a third of it leaves room for two lost beats. */
const BEAT_MS = 10_000

/** How often access is asked anew when it changed while it was asked. */
const MAX_ASKINGS = 5

export const createDocRooms = (parts: {
  readonly store: DocStore
  readonly clock: Clock
  readonly log: Log
  /** A new unguessable id. */
  readonly ids: () => string
  readonly retry?: RetryRule
  /** How often silence is broken, in ms. */
  readonly beatMs?: number
}): DocRoomsWithDoor => new Rooms(parts).port

type Parts = Parameters<typeof createDocRooms>[0]

class Rooms {
  readonly #parts: Parts
  readonly #owners = new Map<DocKind, DocOwner>()
  readonly #table = new Map<DocName, DocRoom>()
  readonly #commits
  readonly #beat: ReturnType<typeof setInterval>
  readonly #note: (fields: object, text: string) => void
  /** Rises with every revocation: an answer that was asked for before it is not believed. */
  #revocations = 0
  #isClosing = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#commits = groupCommit(parts.store)
    this.#note = quietly(parts.log, parts.clock)
    this.#beat = setInterval(() => {
      for (const room of this.#table.values()) room.beat()
    }, parts.beatMs ?? BEAT_MS)
    this.#beat.unref()
  }

  readonly port: DocRoomsWithDoor = {
    own: (owner) => {
      if (this.#owners.has(owner.kind)) throw new Error(`${owner.kind} has an owner already`)
      this.#owners.set(owner.kind, owner)
    },
    admit: (socket, visit) => this.#admit(socket, visit),
    transact: async (name, edit, authorId) => this.#room(name).transact(edit, authorId),
    read: async (name) => this.#room(name).read(),
    connections: (name) => this.#table.get(name)?.connections() ?? [],
    closeWhere: (concerned, reason) => {
      this.#revocations += 1
      for (const room of [...this.#table.values()]) room.closeWhere(concerned, reason)
    },
    history: async (name, range) => {
      await this.#table.get(name)?.flush()
      return this.#parts.store.history(name, range)
    },
    close: async () => {
      this.#isClosing = true
      clearInterval(this.#beat)
      await Promise.all([...this.#table.values()].map((room) => room.shutDown()))
    },
  }

  /** The one room of a document; it stays in the table until it says itself that it is deserted. */
  #room(name: DocName): DocRoom {
    const known = this.#table.get(name)
    if (known) return known
    const parsed = parseDocName(name)
    const owner = parsed && this.#owners.get(parsed.kind)
    if (!owner) throw new Error(`${name} has no owner`)
    const { store, clock, log, ids, retry } = this.#parts
    const room = new DocRoom({
      name,
      id: parsed.id,
      owner,
      store,
      commits: this.#commits,
      clock,
      log,
      newId: ids,
      retry: retry ?? { attempts: 6, pauseMs: 100 },
      onDeserted: () => this.#table.delete(name),
    })
    this.#table.set(name, room)
    return room
  }

  async #admit(socket: WebSocket, visit: DocVisit): Promise<void> {
    const door = attachSocket(socket)
    const refuse = (reason: CloseReason) => {
      this.#note({ doc: visit.name, reason }, 'document socket refused')
      socket.close(closeCodes[reason].code, reason)
    }
    const parsed = parseDocName(visit.name)
    if (!parsed) return refuse('NotFound')
    let grant: DocGrant | CloseReason
    try {
      grant = await this.#ask(parsed, visit.actor)
    } catch (err) {
      this.#parts.log.error({ doc: visit.name, err }, 'authorize failed')
      return refuse('CannotSave')
    }
    if (typeof grant === 'string') return refuse(grant)
    const name: DocName = `${parsed.kind}:${parsed.id}`
    const connection: DocConnection = {
      connectionId: this.#parts.ids(),
      name,
      actor: visit.actor,
      grant,
      deviceId: visit.deviceId,
    }
    const room = this.#room(name)
    const peer = new DocPeer({
      connection,
      wantsAcks: visit.wantsAcks,
      says: visit.says,
      socket: door.socket,
      onClosed: (closed, reason) => {
        if (reason)
          this.#note({ doc: name, reason, userId: closed.userId }, 'document socket closed')
        room.left(closed)
      },
    })
    room.join(peer)
    door.enter(peer, (message) => room.receive(peer, message))
  }

  /** Access, judged now; judged again when something was revoked meanwhile. */
  async #ask(
    { kind, id }: { readonly kind: DocKind; readonly id: string },
    actor: Actor,
  ): Promise<DocGrant | CloseReason> {
    const owner = this.#owners.get(kind)
    if (!owner) return 'NotFound'
    for (let asked = 0; asked < MAX_ASKINGS; asked += 1) {
      const before = this.#revocations
      const grant = await owner.authorize(actor, id)
      if (this.#isClosing) return 'ShuttingDown'
      if (!grant) return actor.kind === 'anyone' ? 'NotSignedIn' : 'NotFound'
      if (before === this.#revocations) return grant
    }
    return 'AccessChanged'
  }
}
