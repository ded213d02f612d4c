import { Worker } from 'node:worker_threads'

/** A copy in a thread of its own, of this thread's priority; rejects with what it has thrown. */
export const copyInThread = (
  program: 'copyPages' | 'copySqlite',
  files: { readonly from: string; readonly to: string },
): Promise<void> =>
  new Promise((resolve, reject) => {
    const url = new URL(`./${program}.worker.ts`, import.meta.url)
    const worker = new Worker(url, { workerData: files })
    worker.once('error', reject)
    worker.once('exit', () => resolve())
  })
