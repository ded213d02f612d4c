import type { DocAppend, DocStore } from './DocStore.ts'

type Job = {
  readonly append: DocAppend
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/** Appends for all rooms of the process: resolves when durable, rejects when nothing was written. */
export type GroupCommit = { append(append: DocAppend): Promise<void> }

/**
 * One transaction, and so one fsync, for everything that all rooms accepted in one turn of the event
 * loop; what comes meanwhile is the next one. When a batch fails its parts are tried one by one, so
 * that one document's trouble is not everybody's.
 */
export const groupCommit = (store: Pick<DocStore, 'append'>): GroupCommit => {
  let waiting: Job[] = []
  let isRunning = false

  const writeOne = async ({ append, resolve, reject }: Job): Promise<void> => {
    try {
      await store.append([append]).written
    } catch (thrown) {
      return reject(thrown)
    }
    resolve()
  }

  const writeAll = async (batch: readonly Job[]): Promise<void> => {
    const [only] = batch
    if (batch.length === 1 && only) return writeOne(only)
    try {
      await store.append(batch.map((job) => job.append)).written
    } catch {
      // Whoever's fault it was hears of it below.
      for (const job of batch) await writeOne(job)
      return
    }
    for (const job of batch) job.resolve()
  }

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await writeAll(batch)
    }
    isRunning = false
  }

  return {
    append: (append) =>
      new Promise((resolve, reject) => {
        waiting.push({ append, resolve, reject })
        if (isRunning) return
        isRunning = true
        setImmediate(() => void run())
      }),
  }
}
