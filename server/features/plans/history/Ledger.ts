import type { StoredUpdate } from '#server/platform/sync/DocStore.ts'
import type { UserId } from '#shared/ids.ts'
import type { Author } from '#shared/plans/authorship/Authorship.ts'
import type { Change, TextChanges } from '#shared/plans/authorship/changesOf.ts'
import { type Recognised, Recogniser } from '#shared/plans/authorship/Recogniser.ts'
import { isCounted, runsOf, textNodes } from '#shared/plans/authorship/textUnits.ts'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { DoesNotFit } from './Fitting.ts'
import type { Contributions, KnownRestore } from './jobs.ts'
import { Tally } from './Tally.ts'

/**
 * Who wrote what, from the log: every update is applied in order to a copy that keeps what is
 * deleted, and what it wrote and deleted is counted for its author. The formulas stand in
 * docs/history.md; a log always gives the same figures.
 */
export class Ledger {
  readonly #words: Recogniser
  readonly #tallies = new Map<Author, Tally>()
  #seq = 0
  #current: { readonly author: Author; readonly tally: Tally; readonly atMs: number } | null = null

  constructor(restores: readonly KnownRestore[]) {
    const states = new Map(restores.map(({ client, state }) => [client, state]))
    this.#words = new Recogniser((client) => states.get(client) ?? null)
  }

  /** Throws for what cannot be read, or has to wait for what is missing. */
  take({ seq, atMs, authorId, update }: StoredUpdate): void {
    const author = authorId as UserId | null
    const tally = this.#tallies.get(author) ?? new Tally(author, atMs)
    this.#tallies.set(author, tally)
    tally.edited(atMs)
    this.#current = { author, tally, atMs }
    this.#seq = Math.max(this.#seq, seq)
    this.#read(author, update)
  }

  #read(author: Author, update: Uint8Array): void {
    this.#words.take(author, update, (found) => this.#count(found))
    const { pendingStructs, pendingDs } = this.#words.doc.store
    if (pendingStructs || pendingDs) throw new DoesNotFit('an update of the log waits for another')
  }

  result(): Contributions {
    const kept = this.#kept()
    const people = [...this.#tallies]
      .map(([author, tally]) => tally.result(kept.get(author) ?? new Map()))
      .sort((a, b) => a.firstMs - b.firstMs || (a.userId ?? '').localeCompare(b.userId ?? '', 'en'))
    return {
      ...{ kind: 'contribution', seq: this.#seq, people },
      characters: people.reduce((sum, person) => sum + person.kept, 0),
      steps: outlineOfDoc(this.#words.doc).steps.map(({ stepId, title }) => ({ stepId, title })),
    }
  }

  #count(found: Recognised): void {
    if (!this.#current) return
    const { tally, atMs } = this.#current
    for (const change of found.written) {
      if (found.isMove(change)) continue
      const counted = countedIn(change.text)
      tally.add(found.isBack(change) ? 'broughtBack' : 'inserted', counted, atMs)
      if (change.isDeleted) tally.add(isLost(change, found) ? 'lost' : 'deletedOwn', counted, atMs)
    }
    for (const change of found.deleted) if (!found.isMoved(change)) this.#countDeleted(change)
  }

  #countDeleted(change: Change): void {
    if (!this.#current) return
    const { author, tally, atMs } = this.#current
    let own = 0
    let others = 0
    for (let i = 0; i < change.text.length; i += 1) {
      if (!isCounted(change.text, i)) continue
      const isOwn =
        this.#words.authors.of({ client: change.client, clock: change.clock + i }) === author
      if (isOwn) own += 1
      else others += 1
    }
    tally.add('deletedOwn', own, atMs)
    tally.add('deletedOthers', others, atMs)
  }

  #kept(): ReadonlyMap<Author, ReadonlyMap<string | null, number>> {
    const kept = new Map<Author, Map<string | null, number>>()
    for (const { node, stepId } of textNodes(this.#words.doc.getXmlFragment(PLAN_BODY)))
      for (const run of runsOf(node)) {
        if (run.isDeleted) continue
        for (let i = 0; i < run.text.length; i += 1) {
          if (!isCounted(run.text, i)) continue
          const author = this.#words.authors.of({ client: run.client, clock: run.clock + i })
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
