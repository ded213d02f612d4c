import { setImmediate as nextTurn } from 'node:timers/promises'
import { Commits } from './Commits.ts'
import type { DocStore } from './DocStore.ts'

/** A room, as the turn sees it. */
export type TakesTurns = {
  /** Hears some of what each of its peers has said; true when there is more. */
  hear(): boolean
}

/**
 * The beat of all rooms of the process. In one turn of the event loop each room hears a little of
 * what its peers have said, then everything that was accepted is written at once, passed on and
 * answered. A burst of one peer so is nobody else's stall, and a hundred edits cost one write.
 */
export class Turns {
  readonly commits: Commits
  readonly #rooms = new Set<TakesTurns>()
  #isDue = false
  #isRunning = false

  constructor(store: Pick<DocStore, 'append'>) {
    this.commits = new Commits(store)
  }

  /** The room has been told something. */
  due(room: TakesTurns): void {
    this.#rooms.add(room)
    this.schedule()
  }

  schedule(): void {
    if (this.#isDue || this.#isRunning) return
    this.#isDue = true
    setImmediate(this.#run)
  }

  /**
   * Waits until a room has been heard, for so many turns at most: in each it hears one message at least of
   * each of its peers. However many ask for a history, they take nobody's turn and have none of their
   * own, and they wait for nobody who goes on talking.
   */
  async heard(room: TakesTurns, turns: number): Promise<void> {
    for (let left = turns; this.#rooms.has(room) && left > 0; left -= 1) await nextTurn()
    this.commits.flush()
  }

  readonly #run = (): void => {
    this.#isDue = false
    this.#isRunning = true
    try {
      this.#hear()
      this.commits.flush()
    } finally {
      // Whatever was thrown is told by the process as it goes; if it lives on, it goes on hearing.
      this.#isRunning = false
      if (this.#rooms.size > 0 || this.commits.hasWork) this.schedule()
    }
  }

  /** Who comes behind one that throws is heard in the next turn. */
  #hear(): void {
    const rooms = [...this.#rooms]
    for (const room of rooms) {
      this.#rooms.delete(room)
      if (room.hear()) this.#rooms.add(room)
    }
  }
}
