import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './Refusal.mjs'

/** The server is TypeScript that Node runs as it is, with SQLite inside: that is Node 24. */
const neededMajor = 24

const runs = (path) => {
  try {
    return execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}

/** The Node 24 that came with the dependencies, else the one we run on when it is new enough. */
export const findNode = (root) => {
  const own = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(own) && runs(own).startsWith(`v${neededMajor}.`)) return own
  if (Number(process.versions.node.split('.')[0]) >= neededMajor) return process.execPath
  throw new Refusal({
    zh: `这个平台（${process.platform} ${process.arch}）没有随带的 Node ${neededMajor}，请先从 https://nodejs.org 安装 Node ${neededMajor} 或更新`,
    en: `No Node ${neededMajor} comes along for ${process.platform} ${process.arch}; install Node ${neededMajor} or newer from https://nodejs.org`,
  })
}
