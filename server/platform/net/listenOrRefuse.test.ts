import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freePort } from './freePort.ts'
import { listenOrRefuse } from './listenOrRefuse.ts'
import { openDataFolder } from './openDataFolder.ts'

describe('listenOrRefuse', () => {
  it('says which port is taken and how to choose another', async () => {
    const first = createServer()
    const port = await listenOrRefuse(first, { host: '127.0.0.1', port: 0 })
    await expect(listenOrRefuse(createServer(), { host: '127.0.0.1', port })).rejects.toMatchObject(
      {
        code: 'port-taken',
        words: {
          'zh-CN': expect.stringContaining(`端口 ${port}`),
          en: expect.stringContaining(`--port ${port + 10}`),
        },
      },
    )
    first.close()
  })

  it('refuses an address this machine does not have', async () => {
    await expect(
      listenOrRefuse(createServer(), { host: '203.0.113.1', port: 0 }),
    ).rejects.toMatchObject({ code: 'address' })
  })
})

describe('freePort', () => {
  it.each(['tcp', 'udp'] as const)(
    'keeps the wanted %s port while it is free',
    async (protocol) => {
      const wanted = await freePort({ protocol, host: '127.0.0.1' })
      expect(await freePort({ protocol, host: '127.0.0.1', wanted })).toBe(wanted)
    },
  )

  it('finds another when the wanted one is taken', async () => {
    const server = createServer()
    const wanted = await listenOrRefuse(server, { host: '127.0.0.1', port: 0 })
    expect(await freePort({ protocol: 'tcp', host: '127.0.0.1', wanted })).not.toBe(wanted)
    server.close()
  })
})

describe('openDataFolder', () => {
  it('makes the folder and leaves no probe in it', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'yanke-data-'))
    await openDataFolder(join(parent, 'a', 'b'))
    expect(await readdir(join(parent, 'a', 'b'))).toEqual([])
    await rm(parent, { recursive: true })
  })

  it('refuses, naming the folder, where nothing can be written', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'yanke-data-'))
    await writeFile(join(parent, 'file'), '')
    const dataDir = join(parent, 'file', 'data')
    await expect(openDataFolder(dataDir)).rejects.toMatchObject({
      code: 'data-folder',
      words: { en: expect.stringContaining(dataDir), 'zh-CN': expect.stringContaining(dataDir) },
    })
    await rm(parent, { recursive: true })
  })
})
