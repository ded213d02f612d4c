import type { DocName } from '#shared/sync/docName.ts'
import type { KeyFrame, Until } from './jobs.ts'

/** So many updates are read again at most on the way to a moment somebody looked at before. */
export const FRAME_EVERY = 20_000

/** Of all documents together. */
const MOST_BYTES = 64 * 1024 * 1024

type Kept = KeyFrame & { readonly doc: DocName }

/**
 * States met on the way, so that whoever drags through a long history waits for its length once and
 * not at every stop. A log only grows, so a frame never goes stale; the oldest go when they become
 * too large together.
 */
export class KeyFrames {
  #frames: Kept[] = []

  remember(doc: DocName, frame: KeyFrame): void {
    if (this.#frames.some((known) => known.doc === doc && known.seq === frame.seq)) return
    this.#frames.push({ doc, ...frame })
    let bytes = this.#frames.reduce((sum, { state }) => sum + state.length, 0)
    while (bytes > MOST_BYTES) bytes -= this.#frames.shift()?.state.length ?? bytes
  }

  /** The newest of these that lies wholly at or before the moment, or `other` when that is newer. */
  best(doc: DocName, until: Until, other: KeyFrame | null): KeyFrame | null {
    return this.#frames
      .filter(
        (frame) =>
          frame.doc === doc &&
          frame.seq <= (until.seq ?? Number.POSITIVE_INFINITY) &&
          frame.ms <= (until.ms ?? Number.POSITIVE_INFINITY),
      )
      .reduce<KeyFrame | null>((a, b) => (a && a.seq >= b.seq ? a : b), other)
  }
}
