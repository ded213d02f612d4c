import { parentPort } from 'node:worker_threads'
import { LEAVE } from '#server/platform/letThreadGo.ts'
import type { StoredUpdate } from '#server/platform/sync/DocStore.ts'
import { editToRestore } from '../versions/editToRestore.ts'
import { contribute } from './contribute.ts'
import { findDeletions } from './findDeletions.ts'
import type { FromThread, HistoryJob, HistoryResult, ReadPage, ToThread } from './jobs.ts'
import { KeyFrames } from './KeyFrames.ts'
import { replay } from './replay.ts'

const port = parentPort
if (!port) throw new Error('answerHistory runs as a worker thread')

const say = (message: FromThread): void => port.postMessage(message)

const frames = new KeyFrames()

let given: (page: readonly StoredUpdate[]) => void = () => {}

/** Pages are asked for by message, so that the thread needs to know no store. */
const read: ReadPage = (range) =>
  new Promise((resolve) => {
    given = resolve
    say({ type: 'read', range })
  })

const work = async (job: HistoryJob): Promise<HistoryResult> => {
  if (job.kind === 'state') return replay(job, read, frames)
  if (job.kind === 'restore') return editToRestore(job)
  return job.kind === 'contribution' ? contribute(job, read) : findDeletions(job, read)
}

port.on('message', (message: ToThread | typeof LEAVE) => {
  if (message === LEAVE) return port.close()
  if (message.type === 'page') return given(message.updates)
  work(message.job).then(
    (result) => say({ type: 'done', result }),
    (thrown: unknown) =>
      say({
        type: 'failed',
        why: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      }),
  )
})
