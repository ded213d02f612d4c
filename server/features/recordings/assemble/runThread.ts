import { Worker } from 'node:worker_threads'
import type { Storage } from '#server/platform/storage/Storage.ts'
import type { FromThread, MadePart, TrackJob } from './types.ts'

/** A job that says nothing for this long hangs and is ended. */
const STALL_MS = 120_000

/**
 * Runs `makeParts` in a thread of its own, so that a 40-minute lesson being joined never delays a
 * keystroke elsewhere. Rejects when the thread dies, hangs, or a slice cannot be read.
 */
export const runThread = (parts: {
  readonly job: TrackJob
  readonly folder: string
  readonly storage: Storage
  readonly onProgress: (done: number) => void
  readonly signal: AbortSignal
}): Promise<readonly MadePart[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./assembleThread.ts', import.meta.url), {
      workerData: { job: parts.job, folder: parts.folder },
      execArgv: [],
    })
    let timer: NodeJS.Timeout
    let isOver = false
    const end = (act: () => void): void => {
      // The thread's exit follows whatever ended it.
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      parts.signal.removeEventListener('abort', onAbort)
      void worker.terminate().then(act, act)
    }
    const fail = (why: unknown): void => end(() => reject(why))
    const onAbort = (): void => fail(new Error('assembly stopped'))
    const alive = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => fail(new Error('assembly hangs')), STALL_MS)
    }
    parts.signal.addEventListener('abort', onAbort)
    alive()
    worker.on('error', fail)
    worker.on('exit', () => fail(new Error('assembly thread ended early')))
    worker.on('message', (message: FromThread) => {
      alive()
      if (message.type === 'progress') parts.onProgress(message.done)
      else if (message.type === 'done') end(() => resolve(message.parts))
      else
        parts.storage
          .read(message.key)
          .then((bytes) => worker.postMessage({ id: message.id, bytes }), fail)
    })
  })
