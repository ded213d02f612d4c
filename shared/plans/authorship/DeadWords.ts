import * as Y from 'yjs'
import type { Author, Authorship } from './Authorship.ts'
import { type Change, lastWords, type TextChanges } from './changesOf.ts'
import { type Run, runsOf, type TextNode } from './textUnits.ts'

/** A text node's last words and whose they were, unit by unit. */
type Dead = {
  readonly authors: readonly Author[]
  readonly runs: readonly Run[]
  /** In which update it went. */
  readonly turn: number
}

/** What came back, and what therefore never went. */
export type Returned = {
  /** Changes that are older words: `isMove` when these went in the same update. */
  readonly copies: ReadonlyMap<Change, { readonly isMove: boolean }>
  /** Deletions that were moves, as `client:clock`. */
  readonly moved: ReadonlySet<string>
}

export const keyOf = ({ client, clock }: Pick<Run, 'client' | 'clock'>): string =>
  `${client}:${clock}`

const wordsOf = (runs: readonly Run[]): string => runs.map((run) => run.text).join('')

/**
 * Text nodes that went, by what they said. Yjs cannot move: a step that is moved, a paragraph that is
 * cut and pasted, a deletion that is undone come as new nodes with the old words. A node that
 * arrives whole and says, letter for letter, what one said that went is that one again.
 */
export class DeadWords {
  readonly #authors: Authorship
  readonly #byWords = new Map<string, Dead[]>()
  #turn = 0

  constructor(authors: Authorship) {
    this.#authors = authors
  }

  take(changes: TextChanges): Returned {
    this.#turn += 1
    for (const node of changes.deadNodes) if (node instanceof Y.XmlText) this.#bury(node, changes)
    const copies = new Map<Change, { isMove: boolean }>()
    const moved = new Set<string>()
    for (const arrived of this.#arrivals(changes)) {
      const dead = this.#claim(wordsOf(arrived))
      if (!dead) continue
      const isMove = dead.turn === this.#turn
      let unit = 0
      for (const change of arrived) {
        copies.set(change, { isMove })
        for (let i = 0; i < change.text.length; i += 1, unit += 1)
          this.#authors.copy(
            { client: change.client, clock: change.clock + i },
            dead.authors[unit] ?? null,
          )
      }
      if (isMove) for (const run of dead.runs) moved.add(keyOf(run))
    }
    return { copies, moved }
  }

  #bury(node: Y.XmlText, changes: TextChanges): void {
    const runs = lastWords(node, changes)
    const words = wordsOf(runs)
    if (words.trim() === '') return
    const authors = runs.flatMap(({ client, clock, text }) =>
      Array.from({ length: text.length }, (_, i) => this.#authors.of({ client, clock: clock + i })),
    )
    const same = this.#byWords.get(words) ?? []
    this.#byWords.set(words, same)
    same.push({ authors, runs, turn: this.#turn })
  }

  /** The newest with these words; each comes back once. */
  #claim(words: string): Dead | undefined {
    const same = this.#byWords.get(words)
    const dead = same?.pop()
    if (same?.length === 0) this.#byWords.delete(words)
    return dead
  }

  /** What each new text node says, its runs in order. */
  #arrivals({ written, bornNodes }: TextChanges): readonly (readonly Change[])[] {
    const inNew = written.filter(({ node, isDeleted }) => bornNodes.has(node) && !isDeleted)
    // By hand: the oldest browsers have no Map.groupBy.
    const byNode = new Map<TextNode, Change[]>()
    for (const change of inNew)
      byNode.set(change.node, [...(byNode.get(change.node) ?? []), change])
    return [...byNode].map(([node, changes]) => {
      const places = new Map(runsOf(node).map((run, place) => [keyOf(run), place]))
      return changes.sort((a, b) => (places.get(keyOf(a)) ?? 0) - (places.get(keyOf(b)) ?? 0))
    })
  }
}
