import { join } from 'node:path'
import type { TargetSpec } from '../lib/Target.ts'
import { nobody, relay } from './relay.ts'

/**
 * Other servers, when somebody has installed them: `BENCH_PEERS` names a folder with
 * `y-websocket-server/` (@y/websocket-server 0.1.1 and y-leveldb) and `hocuspocus/` (a `server.mjs` that
 * reads PORT and DATA_DIR). They are no dependencies of ours.
 */
const folder = (): string => {
  const named = process.env.BENCH_PEERS
  if (!named) throw new Error('BENCH_PEERS names no folder with other servers')
  return named
}

export const yWebsocketServer = (): TargetSpec => ({
  ...relay(),
  name: 'y-websocket-server',
  answers: true,
  settleMs: 6000,
  command: ({ port, dataDir }) => ({
    command: process.execPath,
    args: [join(folder(), 'y-websocket-server/node_modules/@y/websocket-server/src/server.js')],
    env: { HOST: '127.0.0.1', PORT: String(port), YPERSISTENCE: `${dataDir}/db` },
  }),
})

export const hocuspocus = (): TargetSpec => ({
  ...relay(),
  name: 'hocuspocus',
  answers: true,
  settleMs: 12_000,
  command: ({ port, dataDir }) => ({
    command: process.execPath,
    args: [join(folder(), 'hocuspocus/server.mjs')],
    env: { PORT: String(port), DATA_DIR: dataDir },
  }),
  endpoint: (doc, { port }) => ({
    ...{ doc, url: `ws://127.0.0.1:${port}/`, headers: {}, token: 'bench' },
    ...{ protocol: 'hocuspocus', user: nobody, wantsAcks: false },
  }),
})
