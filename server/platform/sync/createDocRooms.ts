import type { Actor } from '#shared/access/actor.ts'
import type { CloseReason } from '#shared/sync/closeCodes.ts'
import { type DocKind, type DocName, parseDocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import { type Ownership, soleOwnership } from '../cluster/Ownership.ts'
import type { Log } from '../log.ts'
import { Admission } from './Admission.ts'
import { Claims } from './Claims.ts'
import type { Concerned } from './Concerned.ts'
import { Crowd } from './Crowd.ts'
import { DocRoom } from './DocRoom.ts'
import type { DocStore } from './DocStore.ts'
import type { Arrival } from './DocVisit.ts'
import { Doubts } from './Doubts.ts'
import type { Elsewhere } from './Elsewhere.ts'
import { foldedIn } from './foldedIn.ts'
import type { LocalRooms } from './LocalRooms.ts'
import { Projected } from './Projected.ts'
import type { DocOwner, DocRooms } from './ports.ts'
import { quietly } from './quietLog.ts'
import { ReadAhead } from './ReadAhead.ts'
import type { RetryRule } from './RoomLog.ts'
import type { RoomSocket } from './RoomSocket.ts'
import { Turns } from './Turns.ts'
import { Workshop } from './Workshop.ts'

/** The port, the door for sockets that `attachDocSocket` opens, and what other nodes may ask. */
export type DocRoomsWithDoor = DocRooms & {
  /** Takes an open socket in or closes it with the reason; never throws. */
  admit(socket: RoomSocket, arrival: Arrival): Promise<void>
  readonly local: LocalRooms
}

/** Whoever heard nothing since the last beat hears the next: no silence is longer than two of them (DR10). */
const BEAT_MS = 5_000

export const createDocRooms = (parts: {
  readonly store: DocStore
  readonly clock: Clock
  readonly log: Log
  /** A new unguessable id. */
  readonly newId: () => string
  readonly retry?: RetryRule
  readonly crowd?: Crowd
  /** How often silence is broken, in ms. */
  readonly beatMs?: number
  /** Which documents are this node's; without it all of them. */
  readonly ownership?: Ownership
  /** The way to the others' rooms. */
  readonly elsewhere?: Elsewhere
  /** Who a carried visitor is by now: what the node they came to knew of them may be old. */
  readonly actorAgain?: (actor: Actor) => Promise<Actor>
}): DocRoomsWithDoor => new Rooms(parts).port

type Parts = Parameters<typeof createDocRooms>[0]

class Rooms {
  readonly #parts: Parts
  readonly #owners = new Map<DocKind, DocOwner>()
  readonly #table = new Map<DocName, DocRoom>()
  readonly #turns: Turns
  readonly #ahead: ReadAhead
  readonly #workshop = new Workshop()
  readonly #projected = new Projected(this.#workshop)
  readonly #doubts = new Doubts()
  readonly #claims: Claims
  readonly #beat: ReturnType<typeof setInterval>
  readonly #admission: Admission
  #isClosing = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#turns = new Turns(parts.store)
    this.#ahead = new ReadAhead(parts.store)
    this.#claims = new Claims(parts.ownership ?? soleOwnership(), parts.log)
    this.#claims.onLost((name) => {
      this.#ahead.drop(name)
      const room = this.#table.get(name)
      // Whoever comes back is not to find it: what it still wants to write is refused.
      this.#table.delete(name)
      room?.lost()
    })
    this.#admission = new Admission({
      ...{ owners: this.#owners, claims: this.#claims, ahead: this.#ahead },
      ...{ newId: parts.newId, log: parts.log, note: quietly(parts.log, parts.clock) },
      crowd: parts.crowd ?? new Crowd(),
      hasRoom: (name) => this.#table.has(name),
      room: (name, fence) => this.#room(name, fence),
      letGo: (name) => this.#letGo(name),
    })
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
    admit: (socket, arrival) => this.#admission.admit(socket, arrival, this.#parts.elsewhere),
    transact: (name, edit, authorId) => this.#inRoom(name, (room) => room.transact(edit, authorId)),
    read: (name) => this.#inRoom(name, (room) => room.read((document) => document.toDoc())),
    projected: async (name) => {
      const updates = await this.#inRoom(name, (room) => room.read((doc) => doc.updates()))
      return this.port.local.projectedFrom(name, updates)
    },
    merge: (name, made, authorId) => {
      const edit = { ...made, standsBesidePeople: true, authorId: authorId ?? null }
      return this.#inRoom(name, (room) => room.admitEdit(edit))
    },
    connections: async (name) => this.port.local.connections(name),
    closeWhere: (concerned, reason) => this.#closeWhere(concerned, reason),
    history: async (name, range) => {
      await this.#table.get(name)?.flush()
      return this.#parts.store.history(name, range)
    },
    folded: (name, stretch) => foldedIn(this.#parts.store, name, stretch),
    local: {
      admit: (socket, { actor, ...visit }) =>
        this.#admission.admit(socket, { ...visit, actorNow: () => this.#actorAgain(actor) }),
      read: (name) => this.#inRoom(name, (room) => room.read((document) => document.whole())),
      edit: (name, edit) =>
        this.#inRoom(
          name,
          (room) => room.admitEdit(edit),
          // Asked a moment too late: nothing was done, and the next question finds the new owner.
          async () => 'moved' as const,
        ),
      projectedFrom: (name, updates) =>
        this.#projected.of(name, this.#ownerOf(name).owner, updates),
      connections: (name) => this.#table.get(name)?.connections() ?? [],
      owns: (name) => this.#claims.has(name),
      flush: async (name) => this.#table.get(name)?.flush(),
      project: async (name) => {
        if (this.#isClosing) return
        await this.#inRoom(
          name,
          (room) => room.project(),
          async () => {},
        )
      },
      keep: (name, use) => this.#inRoom(name, async (room) => await room.read(use)),
      standBy: () => {
        const owners = [...this.#owners.values()]
        this.#workshop.standBy(owners.flatMap(({ projection }) => projection?.module ?? []))
      },
      closeWhere: (concerned, reason) => this.#closeWhere(concerned, reason),
    },
    close: async () => {
      this.#isClosing = true
      clearInterval(this.#beat)
      this.#admission.close()
      await Promise.all([...this.#table.values()].map((room) => room.shutDown()))
      await this.#claims.settled()
      await this.#workshop.close()
    },
  }

  readonly #actorAgain = async (actor: Actor): Promise<Actor> =>
    this.#parts.actorAgain?.(actor) ?? actor

  #closeWhere(concerned: Concerned, reason: CloseReason): void {
    for (const room of [...this.#table.values()]) room.closeWhere(concerned, reason)
    this.#admission.revoke(concerned, reason)
  }

  /**
   * `use` begins in the moment its room is looked up: a room that nothing holds may be gone in the
   * next. `elsewhere` instead of it when the document lives on another node.
   */
  async #inRoom<Result>(
    name: DocName,
    use: (room: DocRoom) => Promise<Result>,
    elsewhere: () => Promise<Result> = () =>
      Promise.reject(new Error(`${name} lives on another node`)),
  ): Promise<Result> {
    for (;;) {
      const claim = await this.#claims.of(name)
      if (claim.kind === 'elsewhere') return elsewhere()
      if (this.#claims.stand(name, claim.fence)) return use(this.#room(name, claim.fence))
    }
  }

  /** The one room of a document; it stays in the table until it says itself that it is deserted or lost. */
  #room(name: DocName, fence: number): DocRoom {
    const known = this.#table.get(name)
    if (known) return known
    const { id, owner } = this.#ownerOf(name)
    const { store, clock, log, newId, retry } = this.#parts
    const leave = (): void => {
      if (this.#table.get(name) === room) this.#letGo(name)
    }
    const room: DocRoom = new DocRoom(
      {
        ...{ name, id, fence, owner, store, clock, log },
        ...{ turns: this.#turns, workshop: this.#workshop, projected: this.#projected },
        ...{ newId, actorAgain: this.#actorAgain, doubts: this.#doubts },
        retry: retry ?? { attempts: 6, pauseMs: 100 },
        onDeserted: leave,
        // Whoever comes back is admitted under a new claim, whatever still holds this room.
        onFencedOff: leave,
      },
      this.#ahead.take(name),
    )
    this.#table.set(name, room)
    return room
  }

  #ownerOf(name: DocName): { readonly id: string; readonly owner: DocOwner } {
    const parsed = parseDocName(name)
    const owner = parsed && this.#owners.get(parsed.kind)
    if (!owner) throw new Error(`${name} has no owner`)
    return { id: parsed.id, owner }
  }

  #letGo(name: DocName): void {
    this.#table.delete(name)
    this.#ahead.drop(name)
    this.#claims.letGo(name)
  }
}
