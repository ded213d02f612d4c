import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listenOrRefuse } from '../platform/net/listenOrRefuse.ts'

const launcher = fileURLToPath(new URL('./launch.mjs', import.meta.url))

/** Only what ends before anything is installed: the rest is the journeys' and the launcher's own trial. */
describe('npm start', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yanke-launch-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const launch = (words: readonly string[], env: Record<string, string> = {}) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [launcher, ...words],
        { env: { ...process.env, LC_ALL: 'en_US.UTF-8', INIT_CWD: folder, ...env } },
        (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
      )
    })

  it('says how it is used', async () => {
    const { code, out } = await launch(['--help'])
    expect(code).toBe(0)
    for (const word of ['--lan', '--port', '--data', '数据目录', 'default ./data'])
      expect(out).toContain(word)
  })

  it('says every variable, however the dependencies were installed', async () => {
    const { out } = await launch(['--help'])
    for (const word of ['DATABASE_URL', 'LIVEKIT_BINARY', 'RATE_LIMIT', 'TRUST_PROXY'])
      expect(out).toContain(word)
  })

  it('speaks Chinese only where the locale is Chinese', async () => {
    const { out } = await launch(['--help'], { LC_ALL: 'zh_CN.UTF-8' })
    expect(out).toContain('数据目录')
    expect(out).not.toContain('default ./data')
  })

  it.each([
    [['--fast'], '--fast'],
    [['--port'], '--port needs a value'],
    [['--port', '70000'], '70000'],
    [['--port=x'], 'Port x'],
  ])('refuses %j in one sentence', async (words, why) => {
    const { code, err } = await launch(words)
    expect(code).toBe(2)
    expect(err).toContain(why)
    expect(err.trim().split('\n')).toHaveLength(1)
  })

  it('refuses a taken port and says how to choose another', async () => {
    const other = createServer()
    const port = await listenOrRefuse(other, { host: '127.0.0.1', port: 0 })
    const { code, err } = await launch(['--port', String(port), '--data', 'here'])
    other.close()
    expect(code).toBe(1)
    expect(err).toContain(`端口 ${port}`)
    expect(err).toContain(`Port ${port} is taken`)
    expect(err).not.toContain('    at ')
    // Meant from where the person stands.
    expect(await readdir(folder)).toEqual(['here'])
  })

  it.each([
    ['beneath a file', 'file/data'],
    ['in /proc', '/proc/yanke'],
  ])('refuses a data folder %s', async (_where, path) => {
    await writeFile(join(folder, 'file'), '')
    const { code, err } = await launch(['--port', '0', '--data', path])
    expect(code).toBe(1)
    expect(err).toContain('The data folder cannot be written')
    expect(err).not.toContain('    at ')
  })
})
