import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

/** Takes every descriptor there is, syncs a folder, and gives one back while that is underway. */
const script = (folder: string): string => `
  import { closeSync, openSync } from 'node:fs'
  import { realFiles } from '${new URL('./FileOps.ts', import.meta.url).href}'
  const taken = []
  try {
    for (;;) taken.push(openSync('${folder}', 'r'))
  } catch {}
  setTimeout(() => taken.splice(0, 4).forEach(closeSync), 300)
  await realFiles.syncFolder('${folder}')
  process.stdout.write('synced')
`

test('[DR8] without a descriptor nothing has failed: what is to be synced waits for one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yanke-files-'))
  const node = [process.execPath, '--input-type=module', '-e', script(folder)]
  const { stdout } = await run('sh', ['-c', 'ulimit -n 64; exec "$@"', 'sh', ...node])
  expect(stdout).toBe('synced')
})
