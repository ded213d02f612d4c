import { execFileSync, spawnSync } from 'node:child_process'

/** Debian's package of each program that the store's fault tests look at the kernel with. */
const packages = { strace: 'strace', prlimit: 'util-linux', gcc: 'gcc libc6-dev' }

const isThere = (program) => spawnSync(program, ['--version']).status === 0

const apt = (words) =>
  execFileSync('apt-get', words, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  })

/**
 * Finds strace, prlimit and gcc, or installs them from Debian when we are root. Throws one clear
 * sentence with the command when they cannot be had: the tests that need them are skipped then.
 */
export const ensureTools = () => {
  const missing = Object.keys(packages).filter((program) => !isThere(program))
  if (missing.length === 0) return
  const wanted = missing.flatMap((program) => packages[program].split(' '))
  const command = `apt-get update && apt-get install -y ${wanted.join(' ')}`
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
    throw new Error(
      `缺少 ${missing.join('、')}，请执行：sudo sh -c '${command}' · missing: ${missing.join(', ')}; without them the fault tests of the store are skipped`,
    )
  try {
    apt(['update', '-q'])
    apt(['install', '-y', '-q', '--no-install-recommends', ...wanted])
  } catch (error) {
    throw new Error(`${command} 没有成功 · failed:\n${error.stderr || error.message}`)
  }
}
