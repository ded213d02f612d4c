import * as threads from 'node:worker_threads'
import { expect, it, vi } from 'vitest'
import { HistoryThread } from './HistoryThread.ts'
import { PLAN } from './testing.ts'

vi.mock('node:worker_threads', { spy: true })

it('a thread that cannot be made fails its job, and the next one makes another', async () => {
  const thread = new HistoryThread({ readPage: () => async () => [] })
  vi.mocked(threads.Worker).mockImplementationOnce(function none() {
    throw new Error('ERR_WORKER_INIT_FAILED')
  })
  const ask = () => thread.state({ doc: PLAN, until: {}, from: null })
  const [first, second] = await Promise.allSettled([ask(), ask()])
  expect(first.status).toBe('rejected')
  expect(second).toMatchObject({ status: 'fulfilled', value: { seq: 0 } })
  await thread.close()
})
