import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TargetSpec } from '../lib/Target.ts'
import { readTrace } from '../lib/trace.ts'
import { relay } from './relay.ts'

/** The base of opening: the whole document lies ready as one file. What is fed into it means nothing. */
export const bytes = (keystrokes: number): TargetSpec => ({
  ...relay(),
  name: 'bytes',
  answers: true,
  command: ({ port, dataDir }) => {
    const file = join(dataDir, 'state.bin')
    if (!existsSync(file)) writeFileSync(file, readTrace(keystrokes).state)
    return {
      command: process.execPath,
      args: [join(import.meta.dirname, '../servers/bytes.ts')],
      env: { PORT: String(port), YANKE_DATA: dataDir },
    }
  },
})
