import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode } from './findNode.mjs'
import { Refusal } from './Refusal.mjs'
import { readPaths } from './readPaths.mjs'
import { inWords, say } from './speak.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

const defaultDataDir = () =>
  process.env.YANKE_DATA
    ? resolve(process.env.INIT_CWD ?? process.cwd(), process.env.YANKE_DATA)
    : join(root, 'data')

const wordsOf = (error) => {
  if (error instanceof Refusal) return error.words
  if (error?.words?.['zh-CN']) return { zh: error.words['zh-CN'], en: error.words.en }
  if (error?.code === 'ERR_MODULE_NOT_FOUND')
    return {
      zh: '依赖还没有安装，请先 npm start 一次',
      en: 'The dependencies are not installed yet; run npm start once',
    }
  if (error?.code === 'ENOSPC' || error?.errcode === 13)
    return { zh: '磁盘满了，没有做完', en: 'The disk is full; it was not finished' }
  if (error?.code === 'newer-schema')
    return {
      zh: '资料是更新版本的研课写的，这个版本读不了，没有做完',
      en: 'A newer version of Yanke has written these data, and this one cannot read them; it was not finished',
    }
  if (error?.code === 'EACCES' || error?.code === 'EPERM')
    return { zh: `没有权限：${error.path}`, en: `Permission denied: ${error.path}` }
  return undefined
}

/**
 * A command on folders: reads its options, goes on in the Node that comes along (the server's code
 * is TypeScript), and ends with a sentence whatever happens.
 */
export const runFolderCommand = async ({ command, options, work }) => {
  try {
    const paths = readPaths(process.argv.slice(2), Object.keys(options), command)
    if (paths.help) {
      say({
        zh: `用法：npm run ${command} -- [选项]`,
        en: `usage: npm run ${command} -- [options]`,
      })
      for (const [name, words] of Object.entries(options))
        console.log(`  ${`--${name} DIR`.padEnd(12)} ${inWords(words)}`)
      return
    }
    const node = findNode(root)
    if (Number(process.versions.node.split('.')[0]) < 24)
      process.exitCode = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1
    else await work({ data: defaultDataDir(), ...paths })
  } catch (error) {
    const words = wordsOf(error)
    if (words === undefined) throw error
    console.error(inWords(words))
    process.exitCode = error.exitCode ?? 1
  }
}
