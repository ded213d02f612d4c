import type { DocAppend, DocStore, Receipt } from './DocStore.ts'
import type { LogBatch } from './RoomLog.ts'

/** A room's log, as what is written together sees it. */
export type Committable = {
  /** What is to be written now; null when there is nothing or an earlier batch is underway. */
  take(): { readonly append: DocAppend | null; readonly batch: LogBatch } | null
  written(batch: LogBatch): void
  durable(batch: LogBatch): void
  failed(batch: LogBatch, why: unknown): void
}

type Unit = {
  readonly log: Committable
  readonly append: DocAppend | null
  readonly batch: LogBatch
}

const appendsOf = (units: readonly Unit[]): DocAppend[] =>
  units.flatMap(({ append }) => (append ? [append] : []))

/**
 * One append for everything that all rooms accepted in a turn of the event loop: one write, and one
 * fsync for as many turns as it takes (T1, T2). Passed on once it is written, acknowledged once it
 * is durable.
 */
export class Commits {
  readonly #store: Pick<DocStore, 'append'>
  readonly #due = new Set<Committable>()
  /** A store across a network is not asked twice at a time: what comes meanwhile goes together. */
  #isWriting = false
  #lastDurable: Promise<void> = Promise.resolve()
  #undurable = 0

  constructor(store: Pick<DocStore, 'append'>) {
    this.#store = store
  }

  get hasWork(): boolean {
    return this.#due.size > 0 && !this.#isWriting
  }

  due(log: Committable): void {
    this.#due.add(log)
  }

  flush(): void {
    if (!this.hasWork) return
    const units: Unit[] = []
    for (const log of this.#due) {
      const taken = log.take()
      if (taken) units.push({ log, ...taken })
    }
    this.#due.clear()
    if (units.length > 0) this.#write(units)
  }

  #write(units: readonly Unit[]): void {
    const appends = appendsOf(units)
    if (appends.length === 0) {
      this.#written(units, this.#lastDurable)
      return
    }
    let receipt: Receipt
    try {
      receipt = this.#store.append(appends)
    } catch (thrown) {
      this.#refused(units, thrown)
      return
    }
    if (receipt.written === null) this.#written(units, receipt.durable)
    else void this.#await(units, receipt)
  }

  async #await(units: readonly Unit[], receipt: Receipt): Promise<void> {
    this.#isWriting = true
    // It rejects with `written`, where it is heard.
    receipt.durable.catch(() => {})
    try {
      await receipt.written
    } catch (thrown) {
      this.#isWriting = false
      this.#refused(units, thrown)
      this.flush()
      return
    }
    this.#isWriting = false
    this.#written(units, receipt.durable)
    this.flush()
  }

  /**
   * What has a text is tried alone, so that one document's trouble is not everybody's; who only
   * waits for an acknowledgement has no part in it.
   */
  #refused(units: readonly Unit[], why: unknown): void {
    const withoutText = units.filter(({ append }) => append === null)
    if (withoutText.length > 0) this.#written(withoutText, this.#lastDurable)
    const withText = units.filter(({ append }) => append !== null)
    if (withText.length > 1) for (const unit of withText) this.#write([unit])
    else for (const { log, batch } of withText) log.failed(batch, why)
  }

  #written(units: readonly Unit[], durable: Promise<void>): void {
    for (const { log, batch } of units) log.written(batch)
    const isDurable = this.#undurable === 0 && durable === this.#lastDurable
    if (isDurable) {
      this.#durable(units)
      return
    }
    this.#undurable += 1
    this.#lastDurable = durable
    void durable.then(() => {
      this.#undurable -= 1
      this.#durable(units)
    })
  }

  #durable(units: readonly Unit[]): void {
    for (const { log, batch } of units) log.durable(batch)
  }
}
