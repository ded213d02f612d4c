import { join } from 'node:path'
import type { TargetSpec } from '../lib/Target.ts'
import { until } from '../lib/time.ts'
import { studio, studioEnv } from './studio.ts'

const START_MS = 30_000

/**
 * The same studio on PostgreSQL and Redis, which are started with it and counted with it. Of several
 * nodes people come to each in turn. It is not started again on what it has: no scenario that kills.
 */
const onServices = (name: string, nodes: number): TargetSpec => {
  const own = studio()
  const ports: number[] = []
  let turn = 0
  return {
    ...own,
    name,
    command: ({ port, dataDir }) => ({
      command: process.execPath,
      args: [join(import.meta.dirname, '../servers/onServices.ts')],
      env: { ...studioEnv, PORT: String(port), DATA_DIR: dataDir, NODES: String(nodes) },
    }),
    prepare: async (place) => {
      if (!(await until(() => place.log().includes('ALL_READY'), { timeoutMs: START_MS })))
        throw new Error(`not every node started:\n${place.log().slice(-2000)}`)
      ports.push(
        ...[...place.log().matchAll(/^NODE_PORT (\d+)$/gm)].map(([, port]) => Number(port)),
      )
      await own.prepare?.(place)
    },
    endpoint: (doc, place, isStock) => {
      turn += 1
      return own.endpoint(
        doc,
        { ...place, port: ports[turn % ports.length] ?? place.port },
        isStock,
      )
    },
  }
}

export const studioOnPostgres = (): TargetSpec => onServices('studio-postgres', 1)
export const studioOnTwoNodes = (): TargetSpec => onServices('studio-two-nodes', 2)
