import * as Y from 'yjs'
import { askedTogether } from '../askedTogether.ts'
import type { CopiedEdit } from './CopiedEdit.ts'
import type { DocContent } from './DocContent.ts'
import type { DocSnapshot } from './DocSnapshot.ts'
import type { ClientClaim, DocMeta } from './DocStore.ts'
import { type AskGuard, GuardedCopy } from './GuardedCopy.ts'
import {
  type DocumentFacts,
  judgeUpdate,
  rootsOf,
  type Sender,
  updateLimits,
  type Verdict,
} from './gate.ts'
import type { Assessment, Knowledge, News } from './Knowledge.ts'
import type { OpenedDocument } from './openDocument.ts'
import type { DocOwner } from './ports.ts'
import type { LogEntry } from './RoomLog.ts'
import type { OutMessage } from './RoomSocket.ts'
import { readStored } from './readStored.ts'
import { readUpdate, TooMuch } from './readUpdate.ts'
import type { ValueEdit } from './valueEdit.ts'

/** A document may grow to this many bytes; beyond, only deletions are taken. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024

/**
 * What was written since the last snapshot counts little as long as it may yet turn out to be
 * overwritten text that a snapshot drops: so much of it is allowed beyond the limit.
 */
const MAX_UNFOLDED_BYTES = 4 * 1024 * 1024

/** What says less than this is read as fast as it is compared. */
const WORTH_KEEPING_BYTES = 64

const NO_CLAIMS: readonly ClientClaim[] = []

type FoldDeletions = (updates: readonly Uint8Array[]) => Promise<Pick<DocSnapshot, 'deletions'>>

type Accepted = Pick<LogEntry, 'update' | 'claims'>

const isNothing = ({ sections, deletions }: News): boolean =>
  sections.length === 0 && deletions.size === 0

/** A document in memory: what is on the disk, and what is known of what is on its way there. */
export class RoomDocument {
  readonly meta: DocMeta
  readonly #content: DocContent
  readonly #owners: Map<number, string>
  readonly #roots: DocumentFacts['roots']
  readonly #guarded: GuardedCopy | null
  readonly #isDamaged: boolean
  /** Under which the server edits, as long as the document is in memory. */
  #serverId: number | null = null
  /** Everything accepted. */
  readonly #knowledge: Knowledge
  /** The last update that had nothing new, and so has nothing new whenever it comes again. */
  #known: Uint8Array | null = null
  /** What follows from deletions is known as of this update. */
  #learnedUpto: Uint8Array | undefined
  #fold: FoldDeletions | null = null
  readonly #learnTogether = askedTogether(() => this.#learn())

  constructor(opened: OpenedDocument, owner: DocOwner) {
    this.meta = opened.meta
    this.#content = opened.content
    this.#knowledge = opened.knowledge
    this.#owners = new Map(opened.claims.map(({ clientId, userId }) => [clientId, userId]))
    this.#isDamaged = opened.isDamaged
    const hasOnlyThese = owner.guard !== undefined
    this.#roots = owner.roots ? { roots: owner.roots, hasOnlyThese } : null
    this.#guarded = owner.guard
      ? new GuardedCopy(() => opened.content.updates(), owner.roots)
      : null
  }

  /** Who has written in it, the server left out. */
  writers(): Set<string> {
    return new Set([...this.#owners.values()].filter((userId) => userId !== ''))
  }

  /**
   * Judges an update and, when it is accepted, knows it from then on. `ask` is the owner's guard,
   * `askAhead` what it says of some edits before they are made.
   */
  receive(
    bytes: Uint8Array,
    sender: Sender,
    more: {
      readonly presentAs: (clientId: number) => string | undefined
      readonly ask: AskGuard
      readonly askAhead: (edit: ValueEdit) => boolean
    },
  ): Exclude<Verdict, { kind: 'accept' }> | ({ readonly kind: 'accept' } & Accepted) {
    if (this.#known && Buffer.compare(this.#known, bytes) === 0) return { kind: 'known' }
    const verdict = judgeUpdate(bytes, sender, {
      knowledge: this.#knowledge,
      owners: this.#owners,
      presentAs: more.presentAs,
      roots: this.#roots,
      sizeBytes: this.#countedBytes,
      maxBytes: MAX_DOCUMENT_BYTES,
      isDamaged: this.#isDamaged,
    })
    this.#keepKnown(verdict, bytes)
    if (verdict.kind !== 'accept') return verdict
    const { update, news, newIds } = verdict
    const guarded = this.#guarded
    if (guarded && !guarded.hasRoomFor(news)) return { kind: 'close', reason: 'TooLarge' }
    const passes =
      guarded === null ||
      guarded.takes(update, news, more.askAhead) ||
      (guarded.bears(news, sender.userId) && guarded.tries(update, rootsOf(news), more.ask))
    if (!passes) return { kind: 'close', reason: 'Refused' }
    const claims =
      newIds.length === 0
        ? NO_CLAIMS
        : newIds.map((clientId) => ({ clientId, userId: sender.userId }))
    return { kind: 'accept', ...this.#accept(update, news, claims) }
  }

  /**
   * A class that comes back says the same. A reader's news
   * of a damaged document count as known, a writer's do not.
   */
  #keepKnown({ kind }: Verdict, bytes: Uint8Array): void {
    if (kind !== 'known' || this.#isDamaged || bytes.length < WORTH_KEEPING_BYTES) return
    this.#known = new Uint8Array(bytes)
  }

  /** What has more in it than is taken at once is known no more than what has a gap. */
  #assess(bytes: Uint8Array): Assessment {
    try {
      return this.#knowledge.assess(readUpdate(bytes, updateLimits))
    } catch (thrown) {
      if (thrown instanceof TooMuch) return { kind: 'gap' }
      throw thrown
    }
  }

  /** Nothing in it is new. Throws MalformedBytes. */
  knows(bytes: Uint8Array): boolean {
    const assessment = this.#assess(bytes)
    if (assessment.kind === 'gap') return false
    return assessment.news.sections.length === 0 && assessment.news.deletions.size === 0
  }

  /** All that is new in it is of client ids that were this person's before. Throws MalformedBytes. */
  goesOnWith(bytes: Uint8Array, userId: string): boolean {
    const assessment = this.#assess(bytes)
    if (assessment.kind === 'gap') return false
    const { sections, deletions } = assessment.news
    const isOwn = (client: number): boolean => this.#owners.get(client) === userId
    return sections.every(({ client }) => isOwn(client)) && [...deletions.keys()].every(isOwn)
  }

  /**
   * Makes known the deletions that follow from others and that nobody sent. `fold` makes a snapshot of
   * updates: one at a time, and none of what is known already, so that many who come while people write
   * are no more work than one.
   */
  async learnWhatFollows(fold: FoldDeletions): Promise<void> {
    this.#fold = fold
    if (this.#learnedUpto !== this.#content.updates().at(-1)) await this.#learnTogether(this)
  }

  /** What failed says nothing of the document: whoever comes next asks again. */
  async #learn(): Promise<void> {
    const updates = this.#content.updates()
    const upto = updates.at(-1)
    if (!this.#fold || this.#learnedUpto === upto) return
    const { deletions } = await this.#fold(updates)
    this.#knowledge.learnDeletions(deletions)
    this.#learnedUpto = upto
  }

  /** The server's own edit on a copy; null when it changed nothing. */
  edit(change: (doc: Y.Doc) => void): Accepted | null {
    // One id for all edits of a room's life: each new one would stay in every state vector for ever.
    this.#serverId ??= new Y.Doc().clientID
    const updates = this.#guarded?.edit(change, this.#serverId) ?? this.#changed(change)
    if (updates.length === 0) return null
    try {
      return this.#admit(Y.mergeUpdates([...updates]))
    } catch (thrown) {
      this.#guarded?.renew()
      throw thrown
    }
  }

  /** What a change of a document of its own changes. */
  #changed(change: (doc: Y.Doc) => void): readonly Uint8Array[] {
    const doc = this.#content.toDoc()
    doc.clientID = this.#serverId ?? doc.clientID
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    try {
      doc.transact(() => change(doc))
    } finally {
      doc.destroy()
    }
    return updates
  }

  /** An edit of the server's own made on a copy; null when it is nothing new, as one that is said twice. */
  admitEdit(edit: Omit<CopiedEdit, 'authorId'>): Accepted | 'stale' | null {
    const assessment = this.#knowledge.assess(readStored(edit.update))
    if (assessment.kind === 'news' && isNothing(assessment.news)) return null
    return this.#isInWayOf(edit) ? 'stale' : this.#admit(edit.update)
  }

  /** Of two edits that are made of the same, going back to a version say, all of it would be there twice. */
  #isInWayOf({ basedOn, standsBesidePeople }: Omit<CopiedEdit, 'authorId'>): boolean {
    const then = Y.decodeStateVector(basedOn)
    const now = Y.decodeStateVector(this.#knowledge.stateVector())
    const mayDiffer = (id: number) => standsBesidePeople && this.#owners.get(id) !== ''
    return [...now.keys(), ...then.keys()].some(
      (id) => now.get(id) !== then.get(id) && !mayDiffer(id),
    )
  }

  /** What the server does is judged by nobody; null when it is nothing new. */
  #admit(update: Uint8Array): Accepted | null {
    // It may say again what an earlier build took in.
    const assessment = this.#knowledge.assess(readStored(update))
    if (assessment.kind === 'gap') throw new Error('an edit of our own does not fit')
    const { news } = assessment
    if (isNothing(news)) return null
    this.#guarded?.admit(update)
    const claims = news.sections
      .filter(({ client }) => !this.#owners.has(client))
      .map(({ client }) => ({ clientId: client, userId: '' }))
    return this.#accept(update, news, claims)
  }

  ownerOf(clientId: number): string | undefined {
    return this.#owners.get(clientId)
  }

  /** These are written. */
  written(entries: readonly LogEntry[]): void {
    for (const { update } of entries) this.#content.append(update)
    this.#guarded?.stored(entries.length)
  }

  /** What is written was passed on: nobody waits any more for what has yet to be done with it. */
  passedOn(): void {
    this.#guarded?.catchUp()
  }

  stateVector(): Uint8Array {
    return this.#knowledge.stateVector()
  }

  /** The state vector of what is written, without what is on its way there. */
  writtenVector(): Uint8Array {
    return this.#content.stateVector()
  }

  answerTo(stateVector: Uint8Array): OutMessage {
    return this.#content.answerTo(stateVector)
  }

  /** Everything that is written, as one update. */
  whole(): Uint8Array {
    return this.beyond(Uint8Array.of(0))
  }

  /** What is written beyond a state vector, and every deletion. */
  beyond(stateVector: Uint8Array): Uint8Array {
    return this.#content.beyond(stateVector)
  }

  /** Called now and then: lets go of what can be made again. */
  rest(): void {
    this.#known = null
    this.#content.rest()
  }

  /** Everything that is written, as updates in order. */
  updates(): readonly Uint8Array[] {
    return this.#content.updates()
  }

  /** A Y.Doc of its own with everything that is written. */
  toDoc(): Y.Doc {
    return this.#content.toDoc()
  }

  /** What is written takes so much memory and so long to read. */
  get sizeBytes(): number {
    return this.#content.sizeBytes
  }

  /** How many updates, and bytes of them, were written since the newest snapshot. */
  get unfolded(): { readonly count: number; readonly sizeBytes: number } {
    return { count: this.#content.tailLength, sizeBytes: this.#content.tailBytes }
  }

  /** The snapshot stands for everything up to and including the first `count` unfolded updates. */
  folded(snapshot: DocSnapshot, count: number): void {
    this.#content.rebase(snapshot, count)
    // It is told from now on, and who says it again is to have said nothing new.
    this.#knowledge.folded(snapshot)
  }

  destroy(): void {
    this.#guarded?.destroy()
  }

  /** Known as a whole or not at all: others would build on what is known and was never stored. */
  #accept(update: Uint8Array, news: News, claims: readonly ClientClaim[]): Accepted {
    try {
      this.#knowledge.take(news)
    } catch (thrown) {
      this.#guarded?.forsake()
      throw thrown
    }
    for (const { clientId, userId } of claims) this.#owners.set(clientId, userId)
    return { update, claims }
  }

  /** What counts against MAX_DOCUMENT_BYTES. */
  get #countedBytes(): number {
    const { sizeBytes, tailBytes } = this.#content
    return tailBytes > MAX_UNFOLDED_BYTES ? sizeBytes : sizeBytes - tailBytes
  }
}
