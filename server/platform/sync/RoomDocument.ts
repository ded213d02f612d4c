import * as Y from 'yjs'
import type { DocContent } from './DocContent.ts'
import type { ClientClaim, DocMeta } from './DocStore.ts'
import { type AskGuard, GuardedCopy } from './GuardedCopy.ts'
import { judgeUpdate, type Sender, type Verdict } from './gate.ts'
import { encodeClocks, type Knowledge, type News } from './Knowledge.ts'
import type { OpenedDocument } from './openDocument.ts'
import type { DocOwner } from './ports.ts'
import type { LogEntry } from './RoomLog.ts'
import { readUpdate } from './readUpdate.ts'

/** A document may grow to this many bytes; beyond, only deletions are taken (H11). */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024

type Accepted = Pick<LogEntry, 'update' | 'sections' | 'claims'>

/** A document in memory: what is on the disk, and what is known of what is on its way there. */
export class RoomDocument {
  readonly meta: DocMeta
  readonly #content: DocContent
  readonly #owners: Map<number, string>
  readonly #roots: ReadonlySet<string> | null
  readonly #guarded: GuardedCopy | null
  readonly #isDamaged: boolean
  /** Everything accepted. */
  readonly #knowledge: Knowledge
  /** Only what is on the disk: the rest may still be lost, so clients are asked for it. */
  readonly #storedClocks: Map<number, number>

  constructor(opened: OpenedDocument, owner: DocOwner) {
    this.meta = opened.meta
    this.#content = opened.content
    this.#knowledge = opened.knowledge
    this.#storedClocks = opened.knowledge.clocks()
    this.#owners = new Map(opened.claims.map(({ clientId, userId }) => [clientId, userId]))
    this.#isDamaged = opened.isDamaged
    this.#roots = owner.roots ? new Set(Object.keys(owner.roots)) : null
    this.#guarded = owner.guard ? new GuardedCopy(opened.content.whole(), owner.roots) : null
  }

  /**
   * Judges an update and, when it is accepted, knows it from then on. `ask` is the owner's guard.
   */
  receive(
    bytes: Uint8Array,
    sender: Sender,
    more: {
      readonly presentAs: (clientId: number) => string | undefined
      readonly ask: AskGuard
    },
  ): Exclude<Verdict, { kind: 'accept' }> | ({ readonly kind: 'accept' } & Accepted) {
    const verdict = judgeUpdate(bytes, sender, {
      knowledge: this.#knowledge,
      owners: this.#owners,
      presentAs: more.presentAs,
      roots: this.#roots,
      sizeBytes: this.#content.sizeBytes,
      maxBytes: MAX_DOCUMENT_BYTES,
      isDamaged: this.#isDamaged,
    })
    if (verdict.kind !== 'accept') return verdict
    const { update, news, newIds, roots } = verdict
    if (this.#guarded && !this.#guarded.tries(update, roots, more.ask))
      return { kind: 'close', reason: 'Refused' }
    const claims = newIds.map((clientId) => ({ clientId, userId: sender.userId }))
    return { kind: 'accept', ...this.#accept(update, news, claims) }
  }

  /** The server's own edit on a copy; null when it changed nothing. */
  edit(change: (doc: Y.Doc) => void): Accepted | null {
    const doc = this.#content.toDoc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    try {
      doc.transact(() => change(doc))
    } finally {
      doc.destroy()
    }
    if (updates.length === 0) return null
    const update = Y.mergeUpdates(updates)
    const assessment = this.#knowledge.assess(readUpdate(update))
    if (assessment.kind === 'gap') throw new Error('an edit of our own does not fit')
    const { news } = assessment
    this.#guarded?.admit(update)
    const claims = news.sections
      .filter(({ client }) => !this.#owners.has(client))
      .map(({ client }) => ({ clientId: client, userId: '' }))
    return this.#accept(update, news, claims)
  }

  ownerOf(clientId: number): string | undefined {
    return this.#owners.get(clientId)
  }

  /** These are on the disk. */
  stored(entries: readonly LogEntry[]): void {
    for (const { update, sections } of entries) {
      this.#content.append(update)
      for (const { client, to } of sections) this.#storedClocks.set(client, to)
    }
    this.#guarded?.stored(entries.length)
  }

  storedVector(): Uint8Array {
    return encodeClocks(this.#storedClocks)
  }

  beyond(stateVector: Uint8Array): Uint8Array {
    return this.#content.beyond(stateVector)
  }

  toDoc(): Y.Doc {
    return this.#content.toDoc()
  }

  compact(): Uint8Array {
    return this.#content.compact()
  }

  destroy(): void {
    this.#guarded?.destroy()
  }

  #accept(update: Uint8Array, news: News, claims: readonly ClientClaim[]): Accepted {
    this.#knowledge.take(news)
    for (const { clientId, userId } of claims) this.#owners.set(clientId, userId)
    return { update, sections: news.sections, claims }
  }
}
