import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDataFolder } from './lockDataFolder.ts'
import { processMark } from './processMark.ts'

const ALONE = ['--fork', '--pid', '--mount-proc', '--kill-child']
const hasNamespaces = spawnSync('unshare', [...ALONE, 'true']).status === 0

describe('lockDataFolder', () => {
  let dataDir: string
  const children: ChildProcess[] = []
  const lockPath = () => join(dataDir, 'studio.lock')

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yanke-lock-'))
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  })

  /** A process that lives until it is ended. */
  const sleeper = async (): Promise<{ child: ChildProcess; pid: number }> => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    await once(child, 'spawn')
    children.push(child)
    return { child, pid: child.pid! }
  }

  /** A process that sees itself as the only one there is, and locks the folder. */
  const studioInContainer = async () => {
    const program = `import(${JSON.stringify(new URL('./lockDataFolder.ts', import.meta.url).href)})
      .then(({ lockDataFolder }) => lockDataFolder(${JSON.stringify(dataDir)}))
      .then((lock) => { console.log('locked'); process.stdin.resume().on('end', lock.release) },
        (refusal) => { console.log(refusal.code); process.exit() })`
    const child = spawn('unshare', [...ALONE, process.execPath, '-e', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    children.push(child)
    return { child, said: async () => String((await once(child.stdout, 'data'))[0]).trim() }
  }

  it('refuses a second studio and names the first', async () => {
    await lockDataFolder(dataDir)
    await expect(lockDataFolder(dataDir)).rejects.toMatchObject({
      name: 'StartRefusal',
      code: 'data-in-use',
      words: { en: expect.stringContaining(String(process.pid)) },
    })
  })

  it('gives the folder back, leaving nothing behind', async () => {
    const lock = await lockDataFolder(dataDir)
    await lock.release()
    expect(await readdir(dataDir)).toEqual([])
    await (await lockDataFolder(dataDir)).release()
  })

  it('does not release what has become another studio’s', async () => {
    const lock = await lockDataFolder(dataDir)
    await writeFile(lockPath(), 'another')
    await lock.release()
    expect(await readFile(lockPath(), 'utf8')).toBe('another')
  })

  it('respects another living process', async () => {
    const { pid } = await sleeper()
    await writeFile(lockPath(), JSON.stringify({ pid, mark: await processMark(pid) }))
    await expect(lockDataFolder(dataDir)).rejects.toMatchObject({ code: 'data-in-use' })
  })

  it('takes over after kill -9', async () => {
    const { child, pid } = await sleeper()
    await writeFile(lockPath(), JSON.stringify({ pid, mark: await processMark(pid) }))
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    await lockDataFolder(dataDir)
    expect(JSON.parse(await readFile(lockPath(), 'utf8'))).toMatchObject({ pid: process.pid })
  })

  it('takes over when the number now belongs to a stranger', async () => {
    const { pid } = await sleeper()
    await writeFile(lockPath(), JSON.stringify({ pid, mark: 'an earlier life' }))
    await lockDataFolder(dataDir)
  })

  it.skipIf(!hasNamespaces)(
    'refuses one that cannot see the first: it lives in a container',
    async () => {
      const first = await studioInContainer()
      expect(await first.said()).toBe('locked')
      expect(await (await studioInContainer()).said()).toBe('data-in-use')
      await expect(lockDataFolder(dataDir)).rejects.toMatchObject({ code: 'data-in-use' })
      first.child.kill('SIGKILL')
      const again = () => lockDataFolder(dataDir).then((lock) => lock.release())
      await expect.poll(() => again().catch(() => 'held')).toBeUndefined()
    },
  )

  it.each(['', '{"pid":', '{"pid":"x"}'])('takes over a damaged lock %j', async (content) => {
    await writeFile(lockPath(), content)
    await lockDataFolder(dataDir)
  })

  it('takes over what a studio left that died while taking over', async () => {
    const stale = JSON.stringify({ pid: 1, mark: 'long ago' })
    const name = createHash('sha256').update(stale).digest('hex').slice(0, 16)
    await writeFile(lockPath(), stale)
    await writeFile(`${lockPath()}.claim-${name}`, JSON.stringify({ pid: 1, mark: 'also gone' }))
    await lockDataFolder(dataDir)
    expect(await readdir(dataDir)).toEqual(['studio.lock', 'studio.lock.held'])
  })

  it.each(Array.from({ length: 30 }, (_, round) => round))(
    'lets exactly one of many win over a stale lock, round %i',
    async () => {
      await writeFile(lockPath(), JSON.stringify({ pid: 1, mark: 'long ago' }))
      const tries = await Promise.allSettled(
        Array.from({ length: 8 }, () => lockDataFolder(dataDir)),
      )
      expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
      expect(await readdir(dataDir)).toEqual(['studio.lock', 'studio.lock.held'])
    },
  )
})
