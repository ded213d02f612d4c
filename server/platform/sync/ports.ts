import type * as Y from 'yjs'
import type { Actor } from '#shared/access/actor.ts'
import type { UserId } from '#shared/ids.ts'
import type { CloseReason } from '#shared/sync/closeCodes.ts'
import type { DocKind, DocName } from '#shared/sync/docName.ts'
import type { Concerned } from './Concerned.ts'
import type { CopiedEdit } from './CopiedEdit.ts'
import type { HistoryRange, StoredUpdate, Stretch } from './DocStore.ts'
import type { Folded } from './foldedIn.ts'
import type { ValueEdit } from './valueEdit.ts'

/** Stamped by the server into every awareness state as `user`; what a client claims is overwritten. */
export type DocIdentity = {
  readonly userId: UserId
  readonly name: string
  readonly hue: string
}

/** What one connection may do in one document, decided when it opens. */
export type DocGrant = {
  readonly access: 'read' | 'write'
  readonly identity: DocIdentity
  /** What the slice decided besides, for its own use. Plain data: it may travel to another node. */
  readonly decided?: unknown
}

/** One open socket on one document. `deviceId` is the client's `?device=`, null when it named none. */
export type DocConnection = {
  readonly connectionId: string
  readonly name: DocName
  readonly actor: Actor
  readonly grant: DocGrant
  readonly deviceId: string | null
}

/**
 * Judges an update of a guarded document by its content: called inside the transaction on a trial
 * copy, with the Yjs events it would cause. Returning false refuses the whole update and closes
 * the connection with `Refused`; nothing of it reaches the disk or another client.
 */
export type DocGuard = (change: {
  readonly events: readonly Y.YEvent<Y.AbstractType<unknown>>[]
  readonly doc: Y.Doc
  readonly grant: DocGrant
  readonly actor: Actor
}) => boolean

/** The names of a kind's roots that hold XML. */
export const xmlRootsOf = ({ roots = {} }: Pick<DocOwner, 'roots'>): string[] =>
  Object.keys(roots).filter((name) => roots[name] === 'xml')

/** One slice's ownership of one kind of document. */
export type DocOwner = {
  readonly kind: DocKind
  /** Null: not found or not allowed. Called on every open and re-open; never cached. */
  authorize(actor: Actor, id: string): Promise<DocGrant | null>
  /** Only the server makes initial content, once, when the document is opened for the first time. */
  initialContent?(id: string, doc: Y.Doc): Promise<void>
  readonly guard?: DocGuard
  /**
   * Spares `guard` what is done most: asked of an edit before it is made, and a yes is believed, so
   * that others see it sooner. It may say no to whatever it likes, and yes only to what `guard`
   * accepts. `onAccepted` does not hear of these edits.
   */
  guardAhead?(edit: ValueEdit, by: Pick<DocConnection, 'grant' | 'actor'>): boolean
  /**
   * The root types the kind's schema has, by name. When given, an update that takes one for another
   * type is refused, and so is one that puts into an XML root what no such document has there. The
   * guard's copy has them typed, so that `doc.getMap(…)` there never surprises; and a guarded
   * document has no other roots.
   */
  readonly roots?: Readonly<Record<string, 'map' | 'array' | 'text' | 'xml'>>
  /** Elements that lie in others: right in an XML root they are refused, for an editor would move them. */
  readonly innerElements?: ReadonlySet<string>
  /** Version of the content's schema in this build. Clients that say `?schema=` with less are out of date. */
  readonly schemaVersion?: number
  /**
   * What lists and pages read of a document: `project(doc)` answers with plain data. `module` is where it
   * stands, for all but the smallest documents are read in a thread of its own: a hundred updates of a
   * comment are milliseconds of the serving thread. `stored` gets it after updates are written: a second
   * later, at most every ten per room, and once after the last. Idempotent. `fence` is the number under
   * which the document was owned by whoever tells: what comes late from an owner before is passed over. 0
   * is no number, where there is nobody else.
   */
  readonly projection?: {
    readonly module: URL
    project(doc: Y.Doc): unknown
    stored(id: string, projected: unknown, authors: readonly UserId[], fence: number): Promise<void>
  }
  /**
   * Called with the transaction's events when a client's update was accepted (guarded kinds only),
   * for then they can be read. Nothing is to follow from it yet, for it may never be written: what
   * this answers with is called when it is.
   */
  onAccepted?(
    id: string,
    events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
    connection: DocConnection,
  ): () => void
  /** Somebody came or went. `connections` is who is there now. */
  onConnections?(id: string, connections: readonly DocConnection[]): void
}

/** All document rooms of this process. */
export type DocRooms = {
  /** Registers an owner; a kind without one refuses every socket. */
  own(owner: DocOwner): void
  /**
   * The server's own edit: durable when the promise resolves, and passed on to everybody. The log
   * says `authorId` when it was made on somebody's behalf; left out, it was the server alone.
   */
  transact(name: DocName, edit: (doc: Y.Doc) => void, authorId?: UserId): Promise<void>
  /**
   * An edit of the server's own that was made on a copy, where it stops nobody: what people have written
   * meanwhile stays beside it, as with any two who write at once. Of two such edits that were made of the
   * same the second is `stale`, and nothing is done: together they would say all of it twice. Said
   * twice one is done once. Durable when it is `done`.
   */
  merge(
    name: DocName,
    made: Pick<CopiedEdit, 'update' | 'basedOn'>,
    authorId?: UserId,
  ): Promise<'done' | 'stale'>
  /**
   * A detached copy of the document as it is now (initial content is made when it is new). It is put
   * together on the serving thread: what a list or a page shows is `projected`.
   */
  read(name: DocName): Promise<Y.Doc>
  /**
   * What the kind's `projection` makes of the document as it is now: in the other thread unless it is
   * small, and once for all who ask before anything else is written.
   */
  projected(name: DocName): Promise<unknown>
  /** Who has the document open, on whatever node. */
  connections(name: DocName): Promise<readonly DocConnection[]>
  /** Closes every socket concerned, within the same turn: access is judged anew on re-open. */
  closeWhere(concerned: Concerned, reason: CloseReason): void
  /**
   * Stored updates of a document in order, everything
   * received so far included: for replay and contribution.
   */
  history(name: DocName, range: HistoryRange): Promise<readonly StoredUpdate[]>
  /** The newest snapshot in a stretch of the log, for one of which a row is damaged. */
  folded(name: DocName, stretch: Stretch): Promise<Folded | null>
  close(): Promise<void>
}
