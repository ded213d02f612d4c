import type { Actor } from '#shared/access/actor.ts'

/**
 * Every letter in a document is a pass over all its sockets. Far more than anybody's tabs: a room that is
 * signed in once for a whole class, or a program that tries how much a studio carries, is one person, too.
 */
const MOST_IN_ONE = 1000
const MOST_IN_ALL = 10_000

/**
 * How many sockets each person has open here, in one document and in all: those in rooms of this node, and
 * those it carries to others; and how many lines of news. Behind a share link there may be a whole
 * school: it is nobody, and its lines of news are counted by the address they come from.
 */
export class Crowd {
  readonly #mostInOne: number
  readonly #mostInAll: number
  readonly #counts = new Map<string, number>()

  constructor(mostInOne = MOST_IN_ONE, mostInAll = MOST_IN_ALL) {
    this.#mostInOne = mostInOne
    this.#mostInAll = mostInAll
  }

  /** What is counted now. */
  get size(): number {
    return this.#counts.size
  }

  /** Null when there is no room for another; else what gives the place up again. */
  take(actor: Actor, name: string): (() => void) | null {
    return actor.kind === 'person' ? this.takeAs(actor.userId, name) : () => {}
  }

  /** The same for whoever is known by something else than who they are, such as an address. */
  takeAs(who: string, name: string): (() => void) | null {
    const keys = [who, `${who} ${name}`] as const
    const [inAll, inOne] = keys.map((key) => this.#counts.get(key) ?? 0) as [number, number]
    if (inAll >= this.#mostInAll || inOne >= this.#mostInOne) return null
    for (const key of keys) this.#add(key, 1)
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      for (const key of keys) this.#add(key, -1)
    }
  }

  #add(key: string, by: 1 | -1): void {
    const count = (this.#counts.get(key) ?? 0) + by
    if (count > 0) this.#counts.set(key, count)
    else this.#counts.delete(key)
  }
}
