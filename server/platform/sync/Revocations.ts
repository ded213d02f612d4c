import type { Concerned } from './Concerned.ts'

/** More than come while somebody is judged. */
const REMEMBERED = 1024

/**
 * Whose rights ended, in the order in which they did: who is judged meanwhile is judged anew when it
 * was about them, and only then, or whoever withdraws rights all the time keeps everybody out.
 */
export class Revocations {
  readonly #last: Concerned[] = []
  #count = 0

  /** How many there were so far. */
  get count(): number {
    return this.#count
  }

  add(concerned: Concerned): void {
    this.#count += 1
    this.#last.push(concerned)
    if (this.#last.length > REMEMBERED) this.#last.shift()
  }

  /** Whether one of those since `count` was this is of them; one that is forgotten may have been. */
  haveSince(count: number, isOfThem: (concerned: Concerned) => boolean): boolean {
    const news = this.#count - count
    if (news === 0) return false
    return news > this.#last.length || this.#last.slice(-news).some(isOfThem)
  }
}
