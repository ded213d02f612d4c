import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { LEAVE, letThreadGo } from './letThreadGo.ts'

const thread = (onMessage: string): Worker =>
  new Worker(
    `const { parentPort } = require('node:worker_threads')
     parentPort.on('message', (message) => { ${onMessage} })`,
    { eval: true },
  )

/** What `terminate` ends has another code. */
const codeOf = async (worker: Worker): Promise<unknown> => (await once(worker, 'exit'))[0]

it('a thread that closes its port when it is told to leave ends by itself', async () => {
  const worker = thread(`if (message === '${LEAVE}') parentPort.close()`)
  const code = codeOf(worker)
  await letThreadGo(worker)
  expect(await code).toBe(0)
})

it('one that does not is torn down after a while', async () => {
  const worker = thread('')
  const code = codeOf(worker)
  await letThreadGo(worker, 50)
  expect(await code).toBe(1)
})

it('one that has ended already keeps nobody waiting', async () => {
  const worker = thread('')
  await worker.terminate()
  await letThreadGo(worker, 50)
})
