import { Worker } from 'node:worker_threads'
import type { DocSnapshot } from './DocSnapshot.ts'
import { packUpdates } from './packUpdates.ts'
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
      if (waiting.size === 0) idle = setTimeout(rest, idleMs).unref()
    })
    opened.on('error', (error) => fail(opened, error))
    opened.on('exit', () => fail(opened, new Error('the workshop thread ended')))
    return opened
  }

  const run = <Result>(job: WorkshopJob, moved: ArrayBuffer[] = []): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      clearTimeout(idle)
      worker ??= open()
      const request: WorkshopRequest = { id: ++lastId, job }
      waiting.set(request.id, { resolve: resolve as (answer: unknown) => void, reject })
      worker.postMessage(request, moved)
    })

  return {
    fold: (updates) => {
      const packed = packUpdates(updates)
      return run({ kind: 'fold', packed }, [packed.bytes.buffer])
    },
    project: (module, updates) => {
      const packed = packUpdates(updates)
      return run({ kind: 'project', module: module.href, packed }, [packed.bytes.buffer])
    },
    close: async () => {
      clearTimeout(idle)
      const closing = worker
      worker = null
      for (const { reject } of waiting.values()) reject(new Error('the workshop is closed'))
      waiting.clear()
      await closing?.terminate()
    },
  }
}
