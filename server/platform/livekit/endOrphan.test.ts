import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { processMark } from '../net/processMark.ts'
import { embeddedLink } from './embeddedLink.ts'
import { endOrphan, noteChild } from './endOrphan.ts'

describe('endOrphan', () => {
  let folder: string
  const children: ChildProcess[] = []
  const paths = () => ({
    notePath: join(folder, 'livekit.pid.json'),
    configPath: join(folder, 'livekit.yaml'),
  })

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yanke-orphan-'))
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  /** A program by the name of livekit-server that does nothing. */
  const run = async (args: readonly string[], name = 'livekit-server'): Promise<number> => {
    const path = join(folder, name)
    await writeFile(path, `#!${process.execPath}\nconsole.log('up'); setInterval(() => {}, 1e6)\n`)
    await chmod(path, 0o755)
    const child = spawn(path, [...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    await once(child.stdout!, 'data')
    return child.pid!
  }

  it('ends the media server of a studio that was killed', async () => {
    const pid = await run(['--config', paths().configPath])
    await noteChild(paths().notePath, pid)
    expect(await endOrphan(paths())).toBe(true)
    expect(await processMark(pid)).toBeNull()
    expect(await endOrphan(paths())).toBe(false)
  })

  it('lets another studio’s media server be', async () => {
    const pid = await run(['--config', '/elsewhere/livekit.yaml'])
    await noteChild(paths().notePath, pid)
    expect(await endOrphan(paths())).toBe(false)
    expect(await processMark(pid)).not.toBeNull()
  })

  it('lets another program be that got the same number', async () => {
    const pid = await run(['--config', paths().configPath])
    await writeFile(paths().notePath, JSON.stringify({ pid, mark: 'an earlier life' }))
    expect(await endOrphan(paths())).toBe(false)
    expect(await processMark(pid)).not.toBeNull()
  })

  it('lets a program of another name be', async () => {
    const pid = await run(['--config', paths().configPath], 'editor')
    await noteChild(paths().notePath, pid)
    expect(await endOrphan(paths())).toBe(false)
  })

  it.each(['', '{"pid":', '{"pid":-1,"mark":""}'])('survives the note %j', async (note) => {
    await writeFile(paths().notePath, note)
    expect(await endOrphan(paths())).toBe(false)
  })

  it('is done before the next media server starts', async () => {
    const pid = await run(['--config', paths().configPath])
    await noteChild(paths().notePath, pid)
    const link = await embeddedLink({
      folder,
      cacheDir: folder,
      binary: null,
      nodeIp: '127.0.0.1',
      udpPort: 0,
      tcpPort: 0,
      webhookUrl: () => 'http://127.0.0.1:1/',
      log: createLog('silent'),
      resolve: async () => ({ kind: 'absent', help: 'none here' }),
    })
    const absent = new Promise<string>((resolve) => {
      link.onStatus(({ state, detail }) => resolve(`${state}: ${detail}`))
    })
    link.start()
    expect(await absent).toBe('absent: none here')
    expect(await processMark(pid)).toBeNull()
    expect(link.address()).toBeNull()
    await link.close()
    const keys = JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8'))
    expect(link.credentials()).toEqual(keys)
  })
})
