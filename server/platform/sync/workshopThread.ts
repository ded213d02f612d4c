import { parentPort, workerData } from 'node:worker_threads'
import type * as Y from 'yjs'
import { LEAVE } from '../letThreadGo.ts'
import { docOfUpdates } from './docOfUpdates.ts'
import { foldSnapshot } from './foldSnapshot.ts'
import { type PackedUpdates, unpackUpdates } from './packUpdates.ts'

export type WorkshopJob =
  | {
      readonly kind: 'fold'
      readonly packed: PackedUpdates
      readonly xmlRoots: readonly string[]
    }
  | {
      readonly kind: 'project'
      readonly module: string
      readonly packed: PackedUpdates
    }
export type WorkshopRequest = { readonly id: number; readonly job: WorkshopJob }
export type WorkshopAnswer = {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

const project = async (module: string, packed: PackedUpdates): Promise<unknown> => {
  const { project: make } = (await import(module)) as { project: (doc: Y.Doc) => unknown }
  const doc = docOfUpdates(unpackUpdates(packed))
  const result = make(doc)
  doc.destroy()
  return result
}

const work = async (job: WorkshopJob): Promise<unknown> => {
  switch (job.kind) {
    case 'fold':
      return foldSnapshot(unpackUpdates(job.packed), job.xmlRoots)
    case 'project':
      return project(job.module, job.packed)
  }
}

// What is needed first is read while nobody waits for it. What cannot be read fails with its job.
const modules: readonly string[] = workerData
await Promise.allSettled(modules.map((module) => import(module)))

parentPort?.on('message', async (request: WorkshopRequest | typeof LEAVE) => {
  if (request === LEAVE) return parentPort?.close()
  const { id, job } = request
  let answer: WorkshopAnswer
  try {
    answer = { id, result: await work(job) }
  } catch (thrown) {
    answer = { id, error: thrown instanceof Error ? thrown.message : String(thrown) }
  } finally {
    // Given back now: the collector would let dozens of these megabytes come together first.
    job.packed.bytes.buffer.transfer(0)
  }
  parentPort?.postMessage(answer)
})
