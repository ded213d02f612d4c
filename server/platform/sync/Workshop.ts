import { Worker } from 'node:worker_threads'
import type { DocName } from '#shared/sync/docName.ts'
import { letThreadGo } from '../letThreadGo.ts'
import type { DocSnapshot } from './DocSnapshot.ts'
import { GivenUp, LeftAlone } from './GivenUp.ts'
import { type PackedUpdates, packUpdates } from './packUpdates.ts'
import type { WorkshopAnswer, WorkshopJob, WorkshopRequest } from './workshopThread.ts'

type Waiting = {
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: unknown) => void
}

/** Packs a job: a copy of a whole document, made only when it is its turn. */
type Order = Waiting & {
  /** What is made of which document. */
  readonly what: string
  readonly pack: () => { readonly job: WorkshopJob; readonly moved: readonly ArrayBuffer[] }
}

/** One is worked on, and one lies ready. */
const MOST_UNDERWAY = 2

/** V8 would take 128 MB for it, however little there is to do. */
const YOUNG_MB = 16

/**
 * With nothing to do for this long a thread that has worked ends, and its memory with it: longer than a
 * room waits between two projections, or one writer alone would have it made anew each time.
 */
const IDLE_MS = 12_000

/** The largest document takes seconds: what takes longer was made to, and keeps others waiting. */
const MOST_MS = 120_000

/**
 * What takes a document's size rather than an edit's, done in a thread of low priority: made when
 * first needed, ended after `idleMs` without work. When it dies, its jobs fail and the next one
 * makes another. What took too long is left alone for a while, and then for longer (`GivenUp`). One
 * that stands by is made before it is needed, so that nobody types beside its start.
 */
export class Workshop {
  readonly #idleMs: number
  readonly #mostMs: number
  readonly #givenUp: GivenUp
  readonly #orders: Order[] = []
  /** In the order in which they are worked on: the first of them is at it. */
  readonly #waiting = new Map<number, Order>()
  #worker: Worker | null = null
  /** What a thread that stands by has read already; null: none stands by. */
  #ready: readonly URL[] | null = null
  #lastId = 0
  #idle: ReturnType<typeof setTimeout> | undefined
  #late: ReturnType<typeof setTimeout> | undefined

  /**
   * How long a thread without work stays, how long it may be at one job, and how long one that it was at
   * for longer is left alone the first time, in ms.
   */
  constructor(idleMs = IDLE_MS, mostMs = MOST_MS, pauseMs?: number) {
    this.#idleMs = idleMs
    this.#mostMs = mostMs
    this.#givenUp = new GivenUp(pauseMs)
  }

  /**
   * A document's updates as one snapshot. Rejects when something is missing in them, and with `LeftAlone`
   * while that took too long before.
   */
  fold(
    name: DocName,
    updates: readonly Uint8Array[],
    xmlRoots: readonly string[] = [],
  ): Promise<DocSnapshot> {
    return this.#run(`fold ${name}`, updates, (packed) => ({ kind: 'fold', packed, xmlRoots }))
  }

  /**
   * What the module's `project(doc)` makes of the document. It is cloned between threads, so it is
   * plain data. Rejects with what `project` threw, as an error of its words alone, and with `LeftAlone`
   * while that took too long before.
   */
  project(name: DocName, module: URL, updates: readonly Uint8Array[]): Promise<unknown> {
    const jobOf = (packed: PackedUpdates) =>
      ({ kind: 'project', module: module.href, packed }) as const
    return this.#run(`project ${name}`, updates, jobOf)
  }

  /** From now on a thread stands by, with these modules read; after it worked, a fresh one does. */
  standBy(modules: readonly URL[]): void {
    this.#ready = modules
    this.#makeReady()
  }

  #makeReady(): void {
    try {
      if (this.#ready) this.#worker ??= this.#open()
    } catch {
      // None stands by: the next job makes one, or hears why it cannot be made.
    }
  }

  async close(): Promise<void> {
    this.#ready = null
    const closing = this.#leave()
    for (const { reject } of [...this.#waiting.values(), ...this.#orders.splice(0)])
      reject(new Error('the workshop is closed'))
    this.#waiting.clear()
    await closing?.terminate()
  }

  #run<Result>(
    what: string,
    updates: readonly Uint8Array[],
    jobOf: (packed: PackedUpdates) => WorkshopJob,
  ): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const pack = () => {
        const packed = packUpdates(updates)
        return { job: jobOf(packed), moved: [packed.bytes.buffer] }
      }
      // The thread answers a job with what its kind promises.
      this.#orders.push({ what, pack, resolve: (answer) => resolve(answer as Result), reject })
      this.#begin()
    })
  }

  #begin(): void {
    while (this.#waiting.size < MOST_UNDERWAY) {
      const order = this.#orders.shift()
      if (!order) return
      try {
        const leftMs = this.#givenUp.leftMs(order.what)
        if (leftMs > 0) throw new LeftAlone(leftMs)
        this.#hand(order)
      } catch (thrown) {
        // It is in no list any more, and nobody else would tell whoever waits for it.
        order.reject(thrown)
      }
    }
  }

  #hand(order: Order): void {
    const { job, moved } = order.pack()
    this.#worker ??= this.#open()
    this.#worker.postMessage({ id: this.#lastId + 1, job } satisfies WorkshopRequest, moved)
    this.#lastId += 1
    this.#waiting.set(this.#lastId, order)
    clearTimeout(this.#idle)
    if (this.#waiting.size === 1) this.#watch()
  }

  /** The job that the thread is at from now on has this long. */
  #watch(): void {
    clearTimeout(this.#late)
    if (this.#waiting.size > 0) this.#late = setTimeout(() => this.#giveUp(), this.#mostMs).unref()
  }

  /** Whoever waits behind it has its job done by another thread. */
  #giveUp(): void {
    const [stuck, ...behind] = this.#waiting.values()
    if (stuck) this.#givenUp.note(stuck.what)
    this.#waiting.clear()
    this.#orders.unshift(...behind)
    void this.#leave()?.terminate()
    stuck?.reject(new Error(`the workshop was at it for more than ${this.#mostMs} ms`))
    this.#begin()
    this.#makeReady()
  }

  #open(): Worker {
    const opened = new Worker(new URL('./workshop.worker.ts', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      workerData: (this.#ready ?? []).map((module) => module.href),
    })
    // It never holds the process open: what it makes can be made again.
    opened.unref()
    opened.on('message', (answer: WorkshopAnswer) => {
      // One that was given up may still have said something.
      if (this.#worker === opened) this.#receive(answer)
    })
    opened.on('error', (error) => this.#lost(opened, error))
    opened.on('exit', () => this.#lost(opened, new Error('the workshop thread ended')))
    return opened
  }

  #receive({ id, result, error }: WorkshopAnswer): void {
    const job = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (job) this.#givenUp.forget(job.what)
    if (error === undefined) job?.resolve(result)
    else job?.reject(new Error(error))
    this.#watch()
    this.#begin()
    if (this.#waiting.size > 0) return
    this.#idle = setTimeout(() => this.#rest(), this.#idleMs).unref()
  }

  #rest(): void {
    const rested = this.#leave()
    if (rested) void letThreadGo(rested)
    this.#makeReady()
  }

  #lost(worker: Worker, reason: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = null
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
    this.#watch()
    this.#begin()
  }

  /** Whatever it still says concerns nobody. */
  #leave(): Worker | null {
    clearTimeout(this.#idle)
    clearTimeout(this.#late)
    const left = this.#worker
    this.#worker = null
    return left
  }
}
