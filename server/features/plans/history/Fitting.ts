import type { StoredUpdate } from '#server/platform/sync/DocStore.ts'
import { Knowledge } from '#server/platform/sync/Knowledge.ts'
import { learn } from '#server/platform/sync/learn.ts'

/** It has to wait for what is not there: a row of the log is damaged. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit'
}

const NOTHING = Uint8Array.of(0, 0)

/**
 * What of a log can be put together though a row of it is damaged, as the room does it. Handed to Yjs,
 * what builds on the damaged row would wait there, and be written anew with everything that waits
 * behind it: the square of a long log.
 */
export class Fitting {
  readonly #knowledge = new Knowledge()
  #waiting: StoredUpdate[] = []

  /** `base`: what is known already, as one update. */
  constructor(base: Uint8Array | null) {
    if (base) learn(this.#knowledge, base)
  }

  /** The update with what of it fits now, which may be nothing. */
  take(stored: StoredUpdate): StoredUpdate {
    const update = learn(this.#knowledge, stored.update)
    if (!update) this.#waiting.push(stored)
    return { ...stored, update: update ?? NOTHING }
  }

  /** At the end: what fits by now, since somebody has brought back what was missing. */
  late(): readonly StoredUpdate[] {
    const late: StoredUpdate[] = []
    for (let before = -1; before !== this.#waiting.length; ) {
      before = this.#waiting.length
      const waiting = this.#waiting
      this.#waiting = []
      for (const stored of waiting) {
        const taken = this.take(stored)
        if (taken.update !== NOTHING) late.push(taken)
      }
    }
    return late
  }

  /** Something waits for what is damaged, or cannot be read. */
  get lacks(): boolean {
    return this.#waiting.length > 0
  }
}
