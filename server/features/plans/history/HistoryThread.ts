import { Worker } from 'node:worker_threads'
import { letThreadGo } from '#server/platform/letThreadGo.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type {
  Contributions,
  Deletions,
  FromThread,
  HistoryJob,
  HistoryResult,
  PastState,
  ReadPage,
  Restoring,
  ToThread,
} from './jobs.ts'

/** More than these wait in vain: each may take seconds. */
const MOST_WAITING = 32

/** A thread nobody needs any more is let go; starting one costs a fraction of a second. */
const IDLE_MS = 30_000

/** A job whose thread says nothing for this long hangs and is ended. */
const STALL_MS = 60_000

type Waiting = {
  readonly job: HistoryJob
  readonly resolve: (result: HistoryResult) => void
  readonly reject: (why: unknown) => void
}

/**
 * Works through histories in one thread of low priority, one after the other: a log of 260,000
 * keystrokes takes seconds of computing, and the thread that serves typing has none to spare.
 */
export class HistoryThread {
  readonly #readPage: (doc: DocName) => ReadPage
  readonly #idleMs: number
  readonly #waiting: Waiting[] = []
  #worker: Worker | null = null
  #current: Waiting | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(parts: {
    readonly readPage: (doc: DocName) => ReadPage
    /** How long the thread stays without work, ms. */
    readonly idleMs?: number
  }) {
    this.#readPage = parts.readPage
    this.#idleMs = parts.idleMs ?? IDLE_MS
  }

  get isRunning(): boolean {
    return this.#worker !== null
  }

  /** Throws `plans/history-busy` when too many wait already. */
  async state(job: Omit<Extract<HistoryJob, { kind: 'state' }>, 'kind'>): Promise<PastState> {
    const result = await this.#run({ kind: 'state', ...job })
    if (result.kind !== 'state') throw new Error('the history thread answered something else')
    return result
  }

  async contribution(
    job: Omit<Extract<HistoryJob, { kind: 'contribution' }>, 'kind'>,
  ): Promise<Contributions> {
    const result = await this.#run({ kind: 'contribution', ...job })
    if (result.kind !== 'contribution')
      throw new Error('the history thread answered something else')
    return result
  }

  async deletions(
    job: Omit<Extract<HistoryJob, { kind: 'deletions' }>, 'kind'>,
  ): Promise<Deletions> {
    const result = await this.#run({ kind: 'deletions', ...job })
    if (result.kind !== 'deletions') throw new Error('the history thread answered something else')
    return result
  }

  async restoring(job: Omit<Extract<HistoryJob, { kind: 'restore' }>, 'kind'>): Promise<Restoring> {
    const result = await this.#run({ kind: 'restore', ...job })
    if (result.kind !== 'restore') throw new Error('the history thread answered something else')
    return result
  }

  async close(): Promise<void> {
    const closing = new Error('the studio is closing')
    for (const { reject } of this.#waiting.splice(0)) reject(closing)
    await this.#end(closing)
  }

  #run(job: HistoryJob): Promise<HistoryResult> {
    if (this.#waiting.length >= MOST_WAITING) throw new AppError('plans/history-busy')
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject })
      this.#next()
    })
  }

  #next(): void {
    if (this.#current) return
    const next = this.#waiting.shift()
    if (!next) {
      this.#watch(this.#idleMs, () => void this.#end(null))
      return
    }
    this.#current = next
    try {
      this.#worker ??= this.#start()
    } catch (thrown) {
      // The machine has no thread for us just now: whoever asks next may have one.
      void this.#end(thrown)
      return
    }
    this.#worker.ref()
    this.#say({ type: 'job', job: next.job })
  }

  #say(message: ToThread): void {
    this.#watch(STALL_MS, () => void this.#end(new Error('a history job hangs')))
    this.#worker?.postMessage(message)
  }

  #watch(ms: number, act: () => void): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(act, ms)
    this.#timer.unref()
    if (!this.#current) this.#worker?.unref()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./history.worker.ts', import.meta.url), { execArgv: [] })
    const isCurrent = (): boolean => this.#worker === worker
    worker.on('message', (message: FromThread) => {
      if (isCurrent()) this.#heard(message)
    })
    worker.on('error', (thrown) => {
      if (isCurrent()) void this.#end(thrown)
    })
    worker.on('exit', () => {
      if (isCurrent()) void this.#end(new Error('the history thread ended early'))
    })
    return worker
  }

  #heard(message: FromThread): void {
    const current = this.#current
    if (!current) return
    if (message.type === 'read') {
      this.#readPage(current.job.doc)(message.range).then(
        (updates) => {
          if (this.#current === current) this.#say({ type: 'page', updates })
        },
        (thrown: unknown) => {
          if (this.#current === current) void this.#end(thrown)
        },
      )
      return
    }
    this.#current = null
    if (message.type === 'done') current.resolve(message.result)
    else current.reject(new Error(`a history job failed: ${message.why}`))
    this.#next()
  }

  /** Lets the thread go; the job underway is refused with `why`, the next one gets a new thread. */
  async #end(why: unknown): Promise<void> {
    const [worker, current] = [this.#worker, this.#current]
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#worker = null
    this.#current = null
    const gone = worker && (current ? worker.terminate() : letThreadGo(worker))
    current?.reject(why)
    if (current) this.#next()
    await gone
  }
}
