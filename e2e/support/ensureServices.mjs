import { execFileSync, spawnSync } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const packages = ['postgresql', 'redis-server']

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram)

/** Debian keeps one folder for each major version and puts none on PATH. */
const postgresFolder = () => {
  const root = '/usr/lib/postgresql'
  let versions = []
  try {
    versions = readdirSync(root)
  } catch {
    // Not Debian's packages: then they are on PATH or nowhere.
  }
  const newest = versions
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a)
    .map((version) => join(root, String(version), 'bin'))
    .find((folder) => isProgram(join(folder, 'initdb')))
  const initdb = onPath('initdb')
  return newest ?? (initdb ? join(initdb, '..') : undefined)
}

/** The programs of PostgreSQL (its folder) and Redis (its path); undefined for what is missing. */
export const findServices = () => ({ postgres: postgresFolder(), redis: onPath('redis-server') })

const apt = (words) =>
  execFileSync('apt-get', words, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  })

/**
 * Finds PostgreSQL and Redis, or installs them from Debian when we are root. Only the programs
 * count: the tests start servers of their own. Throws one clear sentence when they cannot be had.
 */
export const ensureServices = () => {
  const found = findServices()
  if (found.postgres && found.redis) return found
  const command = `apt-get update && apt-get install -y ${packages.join(' ')}`
  const missing = [found.postgres ? '' : 'PostgreSQL', found.redis ? '' : 'Redis']
    .filter(Boolean)
    .join(', ')
  const isRoot = process.getuid?.() === 0
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0)
    throw new Error(
      `缺少 ${missing}，请执行：sudo sh -c '${command}' · missing: ${missing}; run the command above`,
    )
  try {
    apt(['update', '-q'])
    apt(['install', '-y', '-q', '--no-install-recommends', ...packages])
  } catch (error) {
    throw new Error(`${command} 没有成功 · failed:\n${error.stderr || error.message}`)
  }
  const installed = findServices()
  if (!installed.postgres || !installed.redis)
    throw new Error(`装上了 ${missing}，却找不到 · ${missing} was installed and is not found`)
  return installed
}
