import { parentPort, workerData } from 'node:worker_threads'
import type { Endpoint } from './Conn.ts'
import { FullClient } from './FullClient.ts'
import { Ledger } from './Ledger.ts'
import type { Felt } from './Probe.ts'
import { sleep, until } from './time.ts'

const TYPE_EVERY_MS = 20
/** The probe's own code has to be compiled before it measures anything. */
const WARM_UP_MS = 1000

const [typing, reading] = workerData as readonly [Endpoint, Endpoint]
const ledger = new Ledger()
const writer = new FullClient(typing, { ledger, receivers: 1 })
const reader = new FullClient(reading, { ledger })
await writer.connect()
await reader.connect()
writer.type('p')
await until(() => ledger.delivered > 0, { timeoutMs: 5000 })
const timer = setInterval(() => writer.type('p'), TYPE_EVERY_MS)
await sleep(WARM_UP_MS)
ledger.latency.clear()

const stop = async (): Promise<void> => {
  clearInterval(timer)
  await until(() => ledger.lost <= 0)
  const { p50, p99, max } = ledger.latency.summary()
  writer.destroy()
  reader.destroy()
  const felt: Felt = { p50, p99, max, lost: ledger.lost }
  parentPort?.postMessage(felt)
  parentPort?.close()
}

parentPort?.once('message', () => void stop())
parentPort?.postMessage('started')
