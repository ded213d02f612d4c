import type { DocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { encodeSnapshot } from './DocSnapshot.ts'
import type { DocStore } from './DocStore.ts'
import { LeftAlone } from './GivenUp.ts'
import { type DocOwner, xmlRootsOf } from './ports.ts'
import type { RoomDocument } from './RoomDocument.ts'
import type { RoomLog } from './RoomLog.ts'
import type { Workshop } from './Workshop.ts'

/** What makes a snapshot worth its while when the room empties; less is read as fast as it was written. */
const WHEN_EMPTY_UPDATES = 200
const WHEN_EMPTY_BYTES = 64 * 1024
/** … and while people are writing. */
const WHILE_OPEN_UPDATES = 2000
const WHILE_OPEN_BYTES = 1024 * 1024
/** A burst is let through first: folding in its midst takes the processor from those who wait for it. */
const DELAY_MS = 1000
/** Between two while people are writing: a long one is not folded ten times … */
const PAUSE_MS = 5000
/** … unless so much came that what a document may grow by before it is folded is nearly used up. */
const AT_ONCE_BYTES = 3 * 1024 * 1024

type Parts = {
  readonly name: DocName
  readonly fence: number
  readonly owner: Pick<DocOwner, 'roots'>
  readonly document: RoomDocument
  readonly log: RoomLog
  readonly store: DocStore
  readonly workshop: Workshop
  readonly clock: Clock
  readonly notes: Pick<Log, 'warn'>
}

/**
 * Puts a snapshot in the place of a long tail of updates (DR18): made in the workshop while people
 * write on, kept by the store beside the log, which stays.
 */
export class Folding {
  readonly #parts: Parts
  /** A room of its own threshold, so that the rooms of one class do not all fold at once. */
  readonly #whileOpen = WHILE_OPEN_UPDATES * (0.75 + Math.random() / 2)
  #running: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #isForbidden = false
  #endedAtMs = Number.NEGATIVE_INFINITY
  #hasFailed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * No snapshot any more: it would bury sound rows that wait for a damaged one, or the document was
   * loaded anew, is another's, or has been let go.
   */
  forbid(): void {
    this.#isForbidden = true
    this.#stopWaiting()
  }

  mayBeDue(): void {
    if (this.#isForbidden) return
    const { count, sizeBytes } = this.#parts.document.unfolded
    const isLong = count >= this.#whileOpen || sizeBytes >= WHILE_OPEN_BYTES
    if (!isLong) return
    // What could not be folded is not packed anew with every letter that is typed.
    if (sizeBytes >= AT_ONCE_BYTES && !this.#hasFailed) {
      void this.#fold()
      return
    }
    const waitMs = Math.max(DELAY_MS, this.#endedAtMs + PAUSE_MS - performance.now())
    this.#timer ??= setTimeout(() => void this.#fold(), waitMs)
  }

  /** Everybody has left: what is underway is done, and what is worth it begun and done. */
  async settle(): Promise<void> {
    this.#stopWaiting()
    await this.#running
    if (this.#isWorthItWhenEmpty) await this.#fold()
  }

  /** Nothing is left for `settle` to do, or it cannot be done just now. */
  get isSettled(): boolean {
    if (this.#running) return false
    return this.#isForbidden || this.#hasFailed || !this.#isWorthItWhenEmpty
  }

  get #isWorthItWhenEmpty(): boolean {
    const { count, sizeBytes } = this.#parts.document.unfolded
    return count >= WHEN_EMPTY_UPDATES || sizeBytes >= WHEN_EMPTY_BYTES
  }

  #stopWaiting(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #fold(): Promise<void> {
    this.#stopWaiting()
    if (this.#isForbidden) return Promise.resolve()
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      this.#endedAtMs = performance.now()
    })
    return this.#running
  }

  async #run(): Promise<void> {
    const { name, fence, owner, document, log, store, workshop, clock, notes } = this.#parts
    const { count } = document.unfolded
    const uptoSeq = log.lastSeq
    try {
      const snapshot = await workshop.fold(name, document.updates(), xmlRootsOf(owner))
      document.folded(snapshot, count)
      await store.saveSnapshot(name, {
        uptoSeq,
        bytes: encodeSnapshot(snapshot),
        madeAtMs: clock.now(),
        fence,
      })
      this.#hasFailed = false
    } catch (err) {
      this.#hasFailed = true
      // The log has everything; the next one will do. It was said when the thread was at it.
      if (!(err instanceof LeftAlone)) notes.warn({ doc: name, err }, 'snapshot could not be made')
    }
  }
}
