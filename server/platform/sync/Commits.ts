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

/** All of them are told, though one throws: the others would be busy for ever. Then it is thrown. */
const forEach = (units: readonly Unit[], tell: (unit: Unit) => void): void => {
  const thrown: unknown[] = []
  for (const unit of units) {
    try {
      tell(unit)
    } catch (error) {
      thrown.push(error)
    }
  }
  if (thrown.length > 0) throw thrown[0]
}

const appendsOf = (units: readonly Unit[]): DocAppend[] =>
  units.flatMap(({ append }) => (append ? [append] : []))

/**
 * One append for everything that all rooms accepted in a turn of the event loop: one write, and one
 * fsync for as many turns as it takes. Passed on once it is written, acknowledged once it is durable.
 */
export class Commits {
  readonly #store: Pick<DocStore, 'append'>
  readonly #due = new Set<Committable>()
  /** Each is tried alone, before anything new. */
  readonly #refusedTogether: Unit[] = []
  /** A store across a network is not asked twice at a time: what comes meanwhile goes together. */
  #isWriting = false
  #lastDurable: Promise<void> = Promise.resolve()
  #undurable = 0

  constructor(store: Pick<DocStore, 'append'>) {
    this.#store = store
  }

  get hasWork(): boolean {
    return !this.#isWriting && this.#due.size + this.#refusedTogether.length > 0
  }

  due(log: Committable): void {
    this.#due.add(log)
  }

  flush(): void {
    this.#writeAlone()
    if (!this.hasWork) return
    const units: Unit[] = []
    for (const log of this.#due) {
      const taken = log.take()
      if (taken) units.push({ log, ...taken })
    }
    this.#due.clear()
    if (units.length > 0) this.#write(units)
    this.#writeAlone()
  }

  #writeAlone(): void {
    while (!this.#isWriting) {
      const unit = this.#refusedTogether.shift()
      if (!unit) return
      this.#write([unit])
    }
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
    const [outcome] = await Promise.allSettled([receipt.written])
    this.#isWriting = false
    try {
      if (outcome.status === 'rejected') this.#refused(units, outcome.reason)
      else this.#written(units, receipt.durable)
    } finally {
      this.flush()
    }
  }

  /**
   * What has a text is tried alone, so that one document's trouble is not everybody's; who only
   * waits for an acknowledgement has no part in it.
   */
  #refused(units: readonly Unit[], why: unknown): void {
    const withoutText = units.filter(({ append }) => append === null)
    const withText = units.filter(({ append }) => append !== null)
    try {
      if (withoutText.length > 0) this.#written(withoutText, this.#lastDurable)
    } finally {
      if (withText.length > 1) this.#refusedTogether.push(...withText)
      else for (const { log, batch } of withText) log.failed(batch, why)
    }
  }

  #written(units: readonly Unit[], durable: Promise<void>): void {
    try {
      forEach(units, ({ log, batch }) => log.written(batch))
    } finally {
      this.#awaitDurable(units, durable)
    }
  }

  #awaitDurable(units: readonly Unit[], durable: Promise<void>): void {
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
    forEach(units, ({ log, batch }) => log.durable(batch))
  }
}
