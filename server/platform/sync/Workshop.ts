import { Worker } from 'node:worker_threads'
import type { DocSnapshot } from './DocSnapshot.ts'
import { type PackedUpdates, packUpdates } from './packUpdates.ts'
import type { WorkshopAnswer, WorkshopJob, WorkshopRequest } from './workshopThread.ts'

/** What takes a document's size rather than an edit's: done in a thread of low priority. */
export type Workshop = {
  /** A document's updates as one snapshot. Rejects when something is missing in them. */
  fold(updates: readonly Uint8Array[]): Promise<DocSnapshot>
  /**
   * What the default export-less module's `project(doc)` makes of the document; the answer is
   * cloned between threads, so it is plain data.
   */
  project(module: URL, updates: readonly Uint8Array[]): Promise<unknown>
  close(): Promise<void>
}

type Waiting = {
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: unknown) => void
}

/** Packs a job: a copy of a whole document, made only when it is its turn. */
type Order = Waiting & {
  readonly pack: () => { readonly job: WorkshopJob; readonly moved: readonly ArrayBuffer[] }
}

const packing =
  (updates: readonly Uint8Array[], jobOf: (packed: PackedUpdates) => WorkshopJob): Order['pack'] =>
  () => {
    const packed = packUpdates(updates)
    return { job: jobOf(packed), moved: [packed.bytes.buffer] }
  }

/** One is worked on, and one lies ready. */
const MOST_UNDERWAY = 2

/** V8 would take 128 MB for it, however little there is to do. */
const YOUNG_MB = 16

/** With nothing to do for this long the thread ends, and its memory with it. */
const IDLE_MS = 10_000

/**
 * One thread, made when first needed; when it dies, its jobs fail and the next one makes another.
 * After `idleMs` without work it ends.
 */
export const createWorkshop = (idleMs = IDLE_MS): Workshop => {
  let worker: Worker | null = null
  let lastId = 0
  const waiting = new Map<number, Waiting>()
  const orders: Order[] = []
  let idle: ReturnType<typeof setTimeout> | undefined

  const rest = (): void => {
    const resting = worker
    worker = null
    void resting?.terminate()
  }

  const fail = (from: Worker, reason: unknown): void => {
    if (worker !== from) return
    worker = null
    for (const { reject } of waiting.values()) reject(reason)
    waiting.clear()
    begin()
  }

  const open = (): Worker => {
    const opened = new Worker(new URL('./workshopThread.ts', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    // It never holds the process open: what it makes can be made again.
    opened.unref()
    opened.on('message', ({ id, result, error }: WorkshopAnswer) => {
      const job = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) job?.resolve(result)
      else job?.reject(new Error(error))
      begin()
      if (waiting.size === 0) idle = setTimeout(rest, idleMs).unref()
    })
    opened.on('error', (error) => fail(opened, error))
    opened.on('exit', () => fail(opened, new Error('the workshop thread ended')))
    return opened
  }

  const begin = (): void => {
    while (waiting.size < MOST_UNDERWAY) {
      const order = orders.shift()
      if (!order) return
      clearTimeout(idle)
      worker ??= open()
      const { job, moved } = order.pack()
      const request: WorkshopRequest = { id: ++lastId, job }
      waiting.set(request.id, order)
      worker.postMessage(request, moved)
    }
  }

  const run = <Result>(
    updates: readonly Uint8Array[],
    jobOf: (packed: PackedUpdates) => WorkshopJob,
  ): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      orders.push({
        pack: packing(updates, jobOf),
        resolve: resolve as (answer: unknown) => void,
        reject,
      })
      begin()
    })

  return {
    fold: (updates) => run(updates, (packed) => ({ kind: 'fold', packed })),
    project: (module, updates) =>
      run(updates, (packed) => ({ kind: 'project', module: module.href, packed })),
    close: async () => {
      clearTimeout(idle)
      const closing = worker
      worker = null
      for (const { reject } of [...waiting.values(), ...orders.splice(0)])
        reject(new Error('the workshop is closed'))
      waiting.clear()
      await closing?.terminate()
    },
  }
}
