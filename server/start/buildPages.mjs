import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFiles } from './hashFiles.mjs'
import { Refusal } from './Refusal.mjs'
import { runQuietly } from './runQuietly.mjs'

const sources = ['client', 'shared', 'vite.config.ts', 'package-lock.json']
const stampOf = (root) => join(root, 'client', 'dist', '.yanke-source-hash')

export const arePagesBuilt = (root) =>
  existsSync(stampOf(root)) && readFileSync(stampOf(root), 'utf8') === hashFiles(root, sources)

/** Builds the pages and remembers from which sources. */
export const buildPages = async (root, node, logPath) => {
  // Taken before the build: what is edited meanwhile is built at the next start.
  const hash = hashFiles(root, sources)
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const { code, tail } = await runQuietly(node, [vite, 'build'], {
    cwd: root,
    env: process.env,
    logPath,
  })
  if (code !== 0)
    throw new Refusal(
      {
        zh: `页面没有编译成功。完整记录：${logPath}`,
        en: `The pages could not be built. Full log: ${logPath}`,
      },
      { tail },
    )
  writeFileSync(stampOf(root), hash)
}
