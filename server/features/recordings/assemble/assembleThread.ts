import { parentPort, workerData } from 'node:worker_threads'
import { makeParts } from './makeParts.ts'
import type { FromThread, ToThread, TrackJob } from './types.ts'

/** The thread's side: asks for slices by message, so that it needs to know no storage. */
const run = async (): Promise<void> => {
  const port = parentPort
  if (!port) throw new Error('assembleThread runs as a worker thread')
  const { job, folder } = workerData as { job: TrackJob; folder: string }
  const say = (message: FromThread): void => port.postMessage(message)
  const waiting = new Map<number, (bytes: Uint8Array | null) => void>()
  let lastId = 0
  let lastTold = 0
  port.on('message', ({ id, bytes }: ToThread) => {
    waiting.get(id)?.(bytes)
    waiting.delete(id)
  })
  const parts = await makeParts(
    job,
    folder,
    (key) =>
      new Promise((resolve) => {
        const id = ++lastId
        waiting.set(id, resolve)
        say({ type: 'read', id, key })
      }),
    (done) => {
      if (done - lastTold < 0.01) return
      lastTold = done
      say({ type: 'progress', done })
    },
  )
  say({ type: 'done', parts })
  port.close()
}

await run()
