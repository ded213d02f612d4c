import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../engine/readTree.ts'

const run = promisify(execFile)

/**
 * `vite build` as `npm start` runs it, into a folder of its own. A process of its own too: the test
 * runner's NODE_ENV would put React's development build into the pages.
 */
export const buildPages = async (outDir: string): Promise<void> => {
  const vite = createRequire(join(root, 'client/package.json')).resolve('vite/package.json')
  const { NODE_ENV: _tests, VITEST: _runner, ...env } = process.env
  const words = [join(dirname(vite), 'bin/vite.js'), 'build', '--outDir', outDir, '--emptyOutDir']
  await run(process.execPath, [...words, '--logLevel', 'error'], { cwd: root, env })
}
