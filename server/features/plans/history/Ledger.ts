import * as Y from 'yjs'
import type { StoredUpdate } from '#server/platform/sync/DocStore.ts'
import type { UserId } from '#shared/ids.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { PLAN_BODY } from '#shared/plans/schema.ts'
import { type Author, Authorship } from './Authorship.ts'
import { type Change, changesOf, type TextChanges } from './changesOf.ts'
import { DeadWords, keyOf } from './DeadWords.ts'
import type { Contributions, KnownRestore } from './jobs.ts'
import { Tally } from './Tally.ts'
import { isCounted, runsOf, textNodes, type UnitId, visibleUnits } from './textUnits.ts'

/**
 * Who wrote what, from the log: every update is applied in order to a copy that keeps what is
 * deleted, and what it wrote and deleted is counted for its author. The formulas stand in
 * docs/history.md; a log always gives the same figures.
 */
export class Ledger {
  readonly #doc = new Y.Doc({ gc: false })
  readonly #body = this.#doc.getXmlFragment(PLAN_BODY)
  readonly #authors = new Authorship()
  readonly #dead = new DeadWords(this.#authors)
  readonly #tallies = new Map<Author, Tally>()
  readonly #restores: ReadonlyMap<number, Uint8Array>
  #seq = 0
  #current: { readonly author: Author; readonly tally: Tally; readonly atMs: number } | null = null

  constructor(restores: readonly KnownRestore[]) {
    this.#restores = new Map(restores.map(({ client, state }) => [client, state]))
    this.#doc.on('afterTransaction', (transaction) => this.#count(changesOf(transaction)))
  }

  take({ seq, atMs, authorId, update }: StoredUpdate): void {
    const author = authorId as UserId | null
    const tally = this.#tallies.get(author) ?? new Tally(author, atMs)
    this.#tallies.set(author, tally)
    tally.edited(atMs)
    this.#current = { author, tally, atMs }
    this.#seq = seq
    Y.applyUpdate(this.#doc, update)
  }

  result(): Contributions {
    const kept = this.#kept()
    const people = [...this.#tallies]
      .map(([author, tally]) => tally.result(kept.get(author) ?? new Map()))
      .sort((a, b) => a.firstMs - b.firstMs || (a.userId ?? '').localeCompare(b.userId ?? '', 'en'))
    return {
      ...{ kind: 'contribution', seq: this.#seq, people },
      characters: people.reduce((sum, person) => sum + person.kept, 0),
      steps: outlineOfDoc(this.#doc).steps.map(({ stepId, title }) => ({ stepId, title })),
    }
  }

  #count(changes: TextChanges): void {
    if (!this.#current) return
    const { author, tally, atMs } = this.#current
    for (const client of changes.clients) this.#authors.claim(client, author)
    const { copies, moved } = this.#dead.take(changes)
    // Last, because it knows best: it may say once more, and more exactly, whose a copy is.
    const restored = this.#recogniseRestore(changes)
    for (const change of changes.written) {
      const counted = countedIn(change.text)
      const copy = copies.get(change)
      if (copy?.isMove) continue
      const isBack = copy !== undefined || restored.has(change) || this.#isPutBack(change)
      tally.add(isBack ? 'broughtBack' : 'inserted', counted, atMs)
      if (change.isDeleted)
        tally.add(isLost(change, changes) ? 'lost' : 'deletedOwn', counted, atMs)
    }
    for (const change of changes.deleted) if (!moved.has(keyOf(change))) this.#countDeleted(change)
  }

  #countDeleted(change: Change): void {
    if (!this.#current) return
    const { author, tally, atMs } = this.#current
    let own = 0
    let others = 0
    for (let i = 0; i < change.text.length; i += 1) {
      if (!isCounted(change.text, i)) continue
      const isOwn = this.#authors.of({ client: change.client, clock: change.clock + i }) === author
      if (isOwn) own += 1
      else others += 1
    }
    tally.add('deletedOwn', own, atMs)
    tally.add('deletedOthers', others, atMs)
  }

  /**
   * Undo in Yjs writes the deleted words anew, right before where they lie: words that are put before
   * deleted ones and say the same are those again.
   */
  #isPutBack({ client, clock, text, before }: Change): boolean {
    if (!before) return false
    const old = this.#deletedFrom(before, text.length)
    if (old !== text) return false
    for (let i = 0; i < text.length; i += 1)
      this.#authors.copy(
        { client, clock: clock + i },
        this.#authors.of({ client: before.client, clock: before.clock + i }),
      )
    return true
  }

  /** The deleted text that begins at a unit, as far as it was written in one go. */
  #deletedFrom({ client, clock }: UnitId, length: number): string {
    const structs = this.#doc.store.clients.get(client) ?? []
    let text = ''
    for (let i = Y.findIndexSS(structs, clock); text.length < length; i += 1) {
      const struct = structs[i]
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) break
      if (!struct.deleted) break
      text += struct.content.str.slice(text === '' ? clock - struct.id.clock : 0)
    }
    return text.slice(0, length)
  }

  /**
   * After going back to a version the plan says what the version says, so the n-th character here is
   * the n-th there, and its author is whoever wrote it there. Where others typed at that very
   * moment, the restored runs are looked for one after the other instead.
   */
  #recogniseRestore({ clients, written }: TextChanges): ReadonlySet<Change> {
    const back = new Set<Change>()
    for (const client of clients) {
      const state = this.#restores.get(client)
      if (!state) continue
      const version = new Y.Doc()
      Y.applyUpdate(version, state)
      const there = visibleUnits(version.getXmlFragment(PLAN_BODY))
      const here = visibleUnits(this.#body)
      const places = new Map(here.ids.map((id, place) => [keyOf(id), place]))
      const isSame = here.text === there.text
      let from = 0
      for (const change of written
        .filter((c) => c.client === client && places.has(keyOf(c)))
        .sort((a, b) => (places.get(keyOf(a)) ?? 0) - (places.get(keyOf(b)) ?? 0))) {
        const place = isSame
          ? (places.get(keyOf(change)) ?? -1)
          : there.text.indexOf(change.text, from)
        if (place < 0) continue
        from = place + change.text.length
        for (let i = 0; i < change.text.length; i += 1) {
          const origin = there.ids[place + i]
          if (origin)
            this.#authors.copy({ client, clock: change.clock + i }, this.#authors.of(origin))
        }
        back.add(change)
      }
      version.destroy()
    }
    return back
  }

  #kept(): ReadonlyMap<Author, ReadonlyMap<string | null, number>> {
    const kept = new Map<Author, Map<string | null, number>>()
    for (const { node, stepId } of textNodes(this.#body))
      for (const run of runsOf(node)) {
        if (run.isDeleted) continue
        for (let i = 0; i < run.text.length; i += 1) {
          if (!isCounted(run.text, i)) continue
          const author = this.#authors.of({ client: run.client, clock: run.clock + i })
          const ofAuthor = kept.get(author) ?? new Map<string | null, number>()
          kept.set(author, ofAuthor)
          ofAuthor.set(stepId, (ofAuthor.get(stepId) ?? 0) + 1)
        }
      }
    return kept
  }
}

const countedIn = (text: string): number => {
  let counted = 0
  for (let i = 0; i < text.length; i += 1) if (isCounted(text, i)) counted += 1
  return counted
}

/** Whether words came into a node that was gone by then, rather than being taken back at once. */
const isLost = ({ node }: Change, { deadNodes }: TextChanges): boolean =>
  node._item?.deleted === true && !deadNodes.has(node)
