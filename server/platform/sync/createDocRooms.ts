import type { Actor } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import { type DocKind, type DocName, parseDocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import { type Ownership, soleOwnership } from '../cluster/Ownership.ts'
import type { Log } from '../log.ts'
import type { Answer } from './Answer.ts'
import { Claims } from './Claims.ts'
import { type Concerned, concernsConnection } from './Concerned.ts'
import { Crowd } from './Crowd.ts'
import { DocPeer } from './DocPeer.ts'
import { DocRoom } from './DocRoom.ts'
import type { DocStore } from './DocStore.ts'
import type { Arrival } from './DocVisit.ts'
import { Doubts } from './Doubts.ts'
import { EarlyMail } from './EarlyMail.ts'
import type { Elsewhere } from './Elsewhere.ts'
import { foldedIn } from './foldedIn.ts'
import type { LocalRooms } from './LocalRooms.ts'
import { Projected } from './Projected.ts'
import type { DocConnection, DocOwner, DocRooms } from './ports.ts'
import { quietly } from './quietLog.ts'
import { ReadAhead } from './ReadAhead.ts'
import { Revocations } from './Revocations.ts'
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

/** How often access is asked anew when it changed while it was asked. */
const MAX_ASKINGS = 5

export const createDocRooms = (parts: {
  readonly store: DocStore
  readonly clock: Clock
  readonly log: Log
  /** A new unguessable id. */
  readonly ids: () => string
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

type Wanted = { readonly kind: DocKind; readonly id: string; readonly name: DocName }
/** One among those that a person may have open, until it is left. */
type Place = { readonly leave: () => void }
type Admitted = Pick<Extract<Answer, { kind: 'mine' }>, 'fence' | 'actor' | 'grant'>

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
  /** Visitors whom this node carries to others: a revocation may overtake them on their way. */
  readonly #carried = new Map<EarlyMail, Pick<DocConnection, 'actor' | 'name'> & Place>()
  readonly #crowd: Crowd
  readonly #beat: ReturnType<typeof setInterval>
  readonly #note: (fields: object, text: string) => void
  /** An answer about somebody that was asked for before theirs is not believed. */
  readonly #revocations = new Revocations()
  #isClosing = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#turns = new Turns(parts.store)
    this.#crowd = parts.crowd ?? new Crowd()
    this.#ahead = new ReadAhead(parts.store)
    this.#claims = new Claims(parts.ownership ?? soleOwnership(), parts.log)
    this.#claims.onLost((name) => {
      this.#ahead.drop(name)
      const room = this.#table.get(name)
      // Whoever comes back is not to find it: what it still wants to write is refused.
      this.#table.delete(name)
      room?.lost()
    })
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
    admit: (socket, arrival) => this.#admit(socket, arrival, this.#parts.elsewhere),
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
        this.#admit(socket, { ...visit, actorNow: () => this.#actorAgain(actor) }, undefined),
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
      // The links break with this process, and then nobody could tell them why.
      for (const mail of [...this.#carried.keys()])
        mail.close(closeCodes.ShuttingDown.code, 'ShuttingDown')
      await Promise.all([...this.#table.values()].map((room) => room.shutDown()))
      await this.#claims.settled()
      await this.#workshop.close()
    },
  }

  readonly #actorAgain = async (actor: Actor): Promise<Actor> =>
    this.#parts.actorAgain?.(actor) ?? actor

  #closeWhere(concerned: Concerned, reason: CloseReason): void {
    this.#revocations.add(concerned)
    for (const room of [...this.#table.values()]) room.closeWhere(concerned, reason)
    for (const [mail, who] of [...this.#carried])
      if (concernsConnection(concerned, who)) mail.close(closeCodes[reason].code, reason)
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
    const { store, clock, log, ids, retry } = this.#parts
    const leave = (): void => {
      if (this.#table.get(name) === room) this.#letGo(name)
    }
    const room: DocRoom = new DocRoom(
      {
        ...{ name, id, fence, owner, store, clock, log },
        ...{ turns: this.#turns, workshop: this.#workshop, projected: this.#projected },
        ...{ newId: ids, actorAgain: this.#actorAgain, doubts: this.#doubts },
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

  /** A document without a room is nobody's, whatever became of whoever asked for it. */
  #letGoUnlessOpen(name: DocName): void {
    if (!this.#table.has(name)) this.#letGo(name)
  }

  async #admit(
    socket: RoomSocket,
    arrival: Arrival,
    elsewhere: Elsewhere | undefined,
  ): Promise<void> {
    const refuse = (reason: CloseReason) => {
      this.#note({ doc: arrival.name, reason }, 'document socket refused')
      // It may not have been read yet, and then would not hear the answer to its closing either.
      socket.resume()
      socket.close(closeCodes[reason].code, reason)
    }
    const parsed = parseDocName(arrival.name)
    // It speaks before it is known whether it may.
    const mail: EarlyMail = new EarlyMail(socket, () => {
      this.#carried.get(mail)?.leave()
      this.#carried.delete(mail)
    })
    if (!parsed || !this.#owners.has(parsed.kind)) return refuse('NotFound')
    const name: DocName = `${parsed.kind}:${parsed.id}`
    try {
      let asked = await this.#ask({ ...parsed, name }, arrival)
      // Looked at in the moment in which they enter: in the one before it may have become untrue.
      while (typeof asked !== 'string' && !this.#stands(name, asked))
        asked = await this.#ask({ ...parsed, name }, arrival)
      if (typeof asked === 'string') {
        this.#letGoUnlessOpen(name)
        return refuse(asked)
      }
      if (asked.kind === 'elsewhere' && !elsewhere) return refuse('CannotSave')
      if (asked.kind === 'elsewhere' && this.#isClosing) return refuse('ShuttingDown')
      const leave = this.#crowd.take(asked.actor, name)
      if (!leave) {
        this.#letGoUnlessOpen(name)
        return refuse('TooMany')
      }
      if (asked.kind === 'mine') return this.#enter(mail, arrival, { ...asked, name, leave })
      const { actorNow: _, ...said } = arrival
      // One that ended while it was asked is not heard of again.
      if (mail.isOpen) this.#carried.set(mail, { actor: asked.actor, name, leave })
      else leave()
      elsewhere?.carry(asked.nodeId, mail, { ...said, actor: asked.actor })
    } catch (err) {
      this.#letGoUnlessOpen(name)
      // What has a name is no defect, and every page comes back with it every few seconds.
      if (!(err instanceof AppError))
        this.#parts.log.error({ doc: name, err }, 'document socket could not be admitted')
      refuse('CannotSave')
    }
  }

  #enter(
    mail: EarlyMail,
    arrival: Arrival,
    to: Admitted & Place & { readonly name: DocName },
  ): void {
    const { name, actor, grant, fence, leave } = to
    const room = this.#room(name, fence)
    const connection: DocConnection = {
      connectionId: this.#parts.ids(),
      name,
      actor,
      grant: arrival.readsOnly ? { ...grant, access: 'read' } : grant,
      deviceId: arrival.deviceId,
    }
    const peer = new DocPeer({
      connection,
      wantsAcks: arrival.wantsAcks,
      says: arrival.says,
      socket: mail,
      onClosed: (closed, reason) => {
        if (reason)
          this.#note({ doc: name, reason, userId: closed.userId }, 'document socket closed')
        leave()
        room.left(closed)
      },
    })
    room.join(peer)
    mail.listen({
      onMessage: (message) => room.receive(peer, message),
      onClosed: () => peer.gone(),
    })
  }

  #isRevoked(who: { actor: Actor; name: DocName }, since: number): boolean {
    return this.#revocations.haveSince(since, (one) => concernsConnection(one, who))
  }

  #stands(name: DocName, asked: Exclude<Answer, CloseReason>): boolean {
    const isOurs = () => asked.kind === 'elsewhere' || this.#claims.stand(name, asked.fence)
    return !this.#isRevoked({ actor: asked.actor, name }, asked.revocations) && isOurs()
  }

  /**
   * Who comes, whose the document is, and when it is ours, access, judged now: judged again when
   * something of theirs was revoked meanwhile.
   */
  async #ask({ kind, id, name }: Wanted, { actorNow }: Arrival): Promise<Answer> {
    const owner = this.#owners.get(kind)
    if (!owner) return 'NotFound'
    for (let asked = 0; asked < MAX_ASKINGS; asked += 1) {
      const revocations = this.#revocations.count
      const actor = await actorNow()
      // What has just been let go of is another node's by now, or is to be.
      if (this.#isClosing) return 'ShuttingDown'
      const isRevoked = () => this.#isRevoked({ actor, name }, revocations)
      // Whoever is nobody is hardly ever let in, and must not make work for each name they think of.
      if (actor.kind === 'anyone' && !(await owner.authorize(actor, id))) return 'NotSignedIn'
      // Nor does anybody leave a trace with a name that is nobody's: one that never had an owner is
      // claimed for whoever is let in.
      const first = await this.#claims.ofKnown(name)
      if (first?.kind === 'elsewhere' && isRevoked()) continue
      if (first?.kind === 'elsewhere') return { ...first, actor, revocations }
      const mayRead = first && actor.kind !== 'anyone' && this.#claims.stand(name, first.fence)
      if (mayRead && !this.#table.has(name)) this.#ahead.begin(name)
      const grant = await owner.authorize(actor, id)
      if (!grant) return actor.kind === 'anyone' ? 'NotSignedIn' : 'NotFound'
      // The room may have come and gone meanwhile, and the document with it.
      const claim = await this.#claims.of(name)
      if (this.#isClosing) return 'ShuttingDown'
      if (isRevoked()) continue
      const found = { actor, revocations }
      return claim.kind === 'elsewhere' ? { ...claim, ...found } : { ...claim, ...found, grant }
    }
    return 'AccessChanged'
  }
}
