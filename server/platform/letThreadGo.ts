import type { Worker } from 'node:worker_threads'

/** What a thread is told that has nothing to do any more: it closes its port, and so it ends. */
export const LEAVE = 'leave'

/** It may still be reading its code, with a low priority. */
const MOST_MS = 5000

/**
 * Lets a thread end by itself; one that does not within `mostMs` is torn down. Never torn down at once: Node
 * can crash the whole process when one thread is torn down while another starts (nodejs/node, 56312).
 */
export const letThreadGo = (worker: Worker, mostMs = MOST_MS): Promise<void> =>
  new Promise((resolve) => {
    // Of one that had ended already nothing more is told, and tearing it down changes nothing.
    const late = setTimeout(() => void worker.terminate().then(() => resolve()), mostMs)
    worker.once('exit', () => {
      clearTimeout(late)
      resolve()
    })
    worker.ref()
    worker.postMessage(LEAVE)
  })
