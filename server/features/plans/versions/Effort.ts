import { pairUp } from '#shared/plans/pairUp.ts'

/** Letters compared with one another: seconds of a slow machine, some hundred times what a plan needs. */
const MOST = 50_000_000

/**
 * How much looking for what can stay one going back may cost. A plan whose every line is another would
 * take minutes, in the thread in which everybody's histories wait. When it is used up only equal
 * beginnings and ends stay, and the rest is written anew: the plan says the same in the end.
 */
export class Effort {
  #left: number

  constructor(most = MOST) {
    this.#left = most
  }

  /** As the function of that name. `cost`: how many letters are looked at to compare two. */
  readonly pairUp = <Item>(
    a: readonly Item[],
    b: readonly Item[],
    same: (x: Item, y: Item) => boolean,
    cost = 1,
  ): ReturnType<typeof pairUp> =>
    pairUp(a, b, same, (comparisons) => {
      const isWorth = comparisons * cost <= this.#left
      if (isWorth) this.#left -= comparisons * cost
      return isWorth
    })
}
