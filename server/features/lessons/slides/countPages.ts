import { Worker } from 'node:worker_threads'

/** A 200-page file takes about a second; longer means a file made to take long. */
const LIMIT_MS = 20_000

/** Pages of a PDF, counted beside the main thread; null when it cannot be read in time. */
export const countPages = (content: Uint8Array): Promise<number | null> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./countPages.worker.ts', import.meta.url), {
      workerData: content,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
      // pdf.js prints what it misses in a page (canvas, fonts); counting needs none of it.
      stdout: true,
      stderr: true,
    })
    const settle = (pages: number | null): void => {
      clearTimeout(timer)
      void worker.terminate()
      resolve(pages)
    }
    const timer = setTimeout(() => settle(null), LIMIT_MS)
    worker.once('message', (pages: unknown) => settle(typeof pages === 'number' ? pages : null))
    worker.once('error', () => settle(null))
    worker.once('exit', () => settle(null))
  })
