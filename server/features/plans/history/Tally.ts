import type { Author } from '#shared/plans/authorship/Authorship.ts'
import type { ContributionOf } from './jobs.ts'

/** A pause longer than this is no writing. */
export const PAUSE_MS = 5 * 60_000

const MINUTE_MS = 60_000

type Counted = 'inserted' | 'broughtBack' | 'deletedOwn' | 'deletedOthers' | 'lost'

/** What one author did, update by update. */
export class Tally {
  readonly #author: Author
  readonly #firstMs: number
  readonly #counts = { inserted: 0, broughtBack: 0, deletedOwn: 0, deletedOthers: 0, lost: 0 }
  readonly #minutes = new Map<number, [number, number]>()
  #lastMs: number
  #activeMs = 0
  #edits = 0

  constructor(author: Author, atMs: number) {
    this.#author = author
    this.#firstMs = atMs
    this.#lastMs = atMs
  }

  edited(atMs: number): void {
    const pauseMs = Math.max(0, atMs - this.#lastMs)
    if (pauseMs <= PAUSE_MS) this.#activeMs += pauseMs
    this.#lastMs = Math.max(this.#lastMs, atMs)
    this.#edits += 1
  }

  add(what: Counted, characters: number, atMs: number): void {
    if (characters === 0) return
    this.#counts[what] += characters
    const minute = Math.floor(atMs / MINUTE_MS) * MINUTE_MS
    const cell = this.#minutes.get(minute) ?? [0, 0]
    this.#minutes.set(minute, cell)
    cell[what === 'deletedOwn' || what === 'deletedOthers' ? 1 : 0] += characters
  }

  /** `kept`: where this author's characters stand at the end. */
  result(kept: ReadonlyMap<string | null, number>): ContributionOf {
    const steps = [...kept].map(([stepId, characters]) => ({ stepId, kept: characters }))
    return {
      ...{ userId: this.#author, ...this.#counts },
      kept: steps.reduce((sum, step) => sum + step.kept, 0),
      ...{ activeMs: this.#activeMs, edits: this.#edits },
      ...{ firstMs: this.#firstMs, lastMs: this.#lastMs, steps },
      activity: [...this.#minutes]
        .sort(([a], [b]) => a - b)
        .map(([minute, [written, deleted]]) => [minute, written, deleted] as const),
    }
  }
}
