import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { hashFiles } from './hashFiles.mjs'
import { Refusal } from './Refusal.mjs'
import { runQuietly } from './runQuietly.mjs'

const stampOf = (root) => join(root, 'node_modules', '.yanke-lock-hash')

export const areDependenciesInstalled = (root) =>
  existsSync(stampOf(root)) &&
  readFileSync(stampOf(root), 'utf8') === hashFiles(root, ['package-lock.json'])

/** npm puts our own Node first on PATH; while it replaces node_modules it must run on another. */
const pathWithout = (folder) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.startsWith(folder))
    .join(delimiter)

/**
 * Installs exactly what package-lock.json says and remembers its hash. Development packages are
 * part of it even under NODE_ENV=production: the page is built here.
 */
export const installDependencies = async (root, logPath) => {
  const wanted = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--include=optional',
  ]
  const { code, tail } = await runQuietly('npm', ['ci', ...wanted, '--no-progress'], {
    cwd: root,
    env: { ...process.env, PATH: pathWithout(join(root, 'node_modules')) },
    logPath,
  })
  if (code !== 0)
    throw new Refusal(
      {
        zh: `依赖没装上，请检查网络或 npm 镜像（npm config get registry）后重试。完整记录：${logPath}`,
        en: `The dependencies could not be installed; check the network or npm's registry and try again. Full log: ${logPath}`,
      },
      { tail },
    )
  writeFileSync(stampOf(root), hashFiles(root, ['package-lock.json']))
}
