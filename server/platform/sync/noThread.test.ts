import * as threads from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import { Workshop } from './Workshop.ts'

vi.mock('node:worker_threads', { spy: true })

test('a workshop for which there is no thread ends nobody, and works when there is one', async () => {
  vi.mocked(threads.Worker).mockImplementationOnce(function none() {
    throw new Error('ERR_WORKER_INIT_FAILED')
  })
  const workshop = new Workshop()
  // Asked for by a timer: what it throws would be the end of the process.
  workshop.standBy([])
  expect((await workshop.fold('plan:plan0001', [Uint8Array.of(0, 0)])).vector).toEqual(
    Uint8Array.of(0),
  )
  await workshop.close()
})
