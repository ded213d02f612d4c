import type { Actor } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import { type CloseReason, closeCodes } from '#shared/sync/closeCodes.ts'
import { type DocKind, type DocName, docName, parseDocName } from '#shared/sync/docName.ts'
import type { Log } from '../log.ts'
import type { Answer } from './Answer.ts'
import type { Claims } from './Claims.ts'
import { type Concerned, concernsConnection } from './Concerned.ts'
import type { Crowd } from './Crowd.ts'
import { DocPeer } from './DocPeer.ts'
import type { DocRoom } from './DocRoom.ts'
import type { Arrival } from './DocVisit.ts'
import { EarlyMail } from './EarlyMail.ts'
import type { Elsewhere } from './Elsewhere.ts'
import type { DocConnection, DocOwner } from './ports.ts'
import type { ReadAhead } from './ReadAhead.ts'
import { Revocations } from './Revocations.ts'
import type { RoomSocket } from './RoomSocket.ts'

/** How often access is asked anew when it changed while it was asked. */
const MAX_ASKINGS = 5

type Wanted = { readonly owner: DocOwner; readonly id: string; readonly name: DocName }
/** One among those that a person may have open, until it is left. */
type Place = { readonly leave: () => void }
type Admitted = Pick<Extract<Answer, { kind: 'mine' }>, 'fence' | 'actor' | 'grant'>

type Parts = {
  readonly owners: ReadonlyMap<DocKind, DocOwner>
  readonly claims: Claims
  readonly ahead: ReadAhead
  readonly crowd: Crowd
  /** A new unguessable id. */
  readonly newId: () => string
  readonly log: Log
  readonly note: (fields: object, text: string) => void
  hasRoom(name: DocName): boolean
  /** The one room of a document that is ours under this number. */
  room(name: DocName, fence: number): DocRoom
  letGo(name: DocName): void
}

/**
 * The door: whoever comes is judged, and taken into the room of their document (DR16, DR21) or carried to
 * the node on which that is.
 */
export class Admission {
  readonly #parts: Parts
  /** Visitors whom this node carries to others: a revocation may overtake them on their way. */
  readonly #carried = new Map<EarlyMail, Pick<DocConnection, 'actor' | 'name'> & Place>()
  /** An answer about somebody that was asked for before theirs is not believed. */
  readonly #revocations = new Revocations()
  #isClosing = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Whoever is being judged is judged anew, and who is carried is sent away like those in our rooms. */
  revoke(concerned: Concerned, reason: CloseReason): void {
    this.#revocations.add(concerned)
    for (const [mail, who] of [...this.#carried])
      if (concernsConnection(concerned, who)) mail.close(closeCodes[reason].code, reason)
  }

  /** Nobody comes in any more. The links break with this process, and then nobody could tell them why. */
  close(): void {
    this.#isClosing = true
    for (const mail of [...this.#carried.keys()])
      mail.close(closeCodes.ShuttingDown.code, 'ShuttingDown')
  }

  /** Without `elsewhere` nobody is carried any further. Never throws. */
  async admit(socket: RoomSocket, arrival: Arrival, elsewhere?: Elsewhere): Promise<void> {
    const refuse = (reason: CloseReason) => {
      this.#parts.note({ doc: arrival.name, reason }, 'document socket refused')
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
    const owner = parsed && this.#parts.owners.get(parsed.kind)
    if (!owner) return refuse('NotFound')
    const { kind, id } = parsed
    const name = docName(kind, id)
    const wanted: Wanted = { owner, id, name }
    let leave: Place['leave'] | null = null
    try {
      let asked = await this.#ask(wanted, arrival)
      // Looked at in the moment in which they enter: in the one before it may have become untrue.
      while (typeof asked !== 'string' && !this.#stands(name, asked))
        asked = await this.#ask(wanted, arrival)
      if (typeof asked === 'string') {
        this.#letGoUnlessOpen(name)
        return refuse(asked)
      }
      if (asked.kind === 'elsewhere' && !elsewhere) return refuse('CannotSave')
      if (asked.kind === 'elsewhere' && this.#isClosing) return refuse('ShuttingDown')
      leave = this.#parts.crowd.take(asked.actor, name)
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
      leave?.()
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
    const room = this.#parts.room(name, fence)
    const connection: DocConnection = {
      connectionId: this.#parts.newId(),
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
          this.#parts.note({ doc: name, reason, userId: closed.userId }, 'document socket closed')
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
    const isOurs = () => asked.kind === 'elsewhere' || this.#parts.claims.stand(name, asked.fence)
    return !this.#isRevoked({ actor: asked.actor, name }, asked.revocations) && isOurs()
  }

  /**
   * Who comes, whose the document is, and when it is ours, access, judged now: judged again when
   * something of theirs was revoked meanwhile.
   */
  async #ask({ owner, id, name }: Wanted, { actorNow }: Arrival): Promise<Answer> {
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
      const first = await this.#parts.claims.ofKnown(name)
      if (first?.kind === 'elsewhere' && isRevoked()) continue
      if (first?.kind === 'elsewhere') return { ...first, actor, revocations }
      const mayRead =
        first && actor.kind !== 'anyone' && this.#parts.claims.stand(name, first.fence)
      if (mayRead && !this.#parts.hasRoom(name)) this.#parts.ahead.begin(name)
      const grant = await owner.authorize(actor, id)
      if (!grant) return actor.kind === 'anyone' ? 'NotSignedIn' : 'NotFound'
      // The room may have come and gone meanwhile, and the document with it.
      const claim = await this.#parts.claims.of(name)
      if (this.#isClosing) return 'ShuttingDown'
      if (isRevoked()) continue
      const found = { actor, revocations }
      return claim.kind === 'elsewhere' ? { ...claim, ...found } : { ...claim, ...found, grant }
    }
    return 'AccessChanged'
  }

  /** A document without a room is nobody's, whatever became of whoever asked for it. */
  #letGoUnlessOpen(name: DocName): void {
    if (!this.#parts.hasRoom(name)) this.#parts.letGo(name)
  }
}
