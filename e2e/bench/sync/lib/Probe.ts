import { Worker } from 'node:worker_threads'
import type { Endpoint } from './Conn.ts'

export type Felt = {
  readonly p50: number | null
  readonly p99: number | null
  readonly max: number | null
  readonly lost: number
}

/**
 * Two editors in a document of their own, one typing steadily, in a thread of their own: what
 * everybody else on the server feels while something heavy happens.
 */
export class Probe {
  readonly #worker: Worker

  private constructor(worker: Worker) {
    this.#worker = worker
  }

  static async start(endpoints: readonly [Endpoint, Endpoint]): Promise<Probe> {
    const worker = new Worker(new URL('./probe.worker.ts', import.meta.url), {
      workerData: endpoints,
    })
    await new Promise((resolve, reject) => {
      worker.once('error', reject)
      worker.once('message', resolve)
    })
    return new Probe(worker)
  }

  stop(): Promise<Felt> {
    return new Promise((resolve, reject) => {
      this.#worker.once('error', reject)
      this.#worker.once('message', resolve)
      this.#worker.postMessage('stop')
    })
  }
}
