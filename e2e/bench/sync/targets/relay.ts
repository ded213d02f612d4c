import { join } from 'node:path'
import type { TargetSpec } from '../lib/Target.ts'

/** What every server that has no accounts needs to know of who writes. */
export const nobody = { userId: 'bench-user-0001', name: '王芳' }

/** The base of all ratios: bytes passed on, nothing else. */
export const relay = (): TargetSpec => ({
  name: 'relay',
  answers: false,
  settleMs: 500,
  acknowledges: false,
  command: ({ port }) => ({
    command: process.execPath,
    args: [join(import.meta.dirname, '../servers/relay.ts')],
    env: { PORT: String(port) },
  }),
  endpoint: (doc, { port }) => ({
    ...{ doc, url: `ws://127.0.0.1:${port}/${doc}`, headers: {}, token: '' },
    ...{ protocol: 'yWebsocket', user: nobody, wantsAcks: false },
  }),
})
