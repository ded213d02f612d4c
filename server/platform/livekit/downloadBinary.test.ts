import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadBinary } from './downloadBinary.ts'

const program = '#!/bin/sh\necho livekit-server version 1.13.5\n'

describe('downloadBinary', () => {
  let folder: string
  let server: Server
  let archive: Buffer
  let url: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yanke-download-'))
    await writeFile(join(folder, 'livekit-server'), program)
    await writeFile(join(folder, 'LICENSE'), 'Apache-2.0')
    execFileSync('tar', ['-czf', 'a.tar.gz', 'LICENSE', 'livekit-server'], { cwd: folder })
    archive = await readFile(join(folder, 'a.tar.gz'))
    await rm(join(folder, 'livekit-server'))
    server = createServer((request, response) => {
      if (request.url !== '/a.tar.gz') response.writeHead(404)
      response.end(archive)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.tar.gz`
  })
  afterEach(async () => {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true, force: true })
  })

  const fetchIt = (more: { url?: string; sha256?: string } = {}) =>
    downloadBinary({
      archive: { url, sha256: createHash('sha256').update(archive).digest('hex'), ...more },
      target: join(folder, 'cache', 'livekit-server'),
      signal: AbortSignal.timeout(10_000),
    })

  it('unpacks the program when the checksum is the pinned one', async () => {
    await fetchIt()
    const target = join(folder, 'cache', 'livekit-server')
    expect(await readFile(target, 'utf8')).toBe(program)
    expect((await stat(target)).mode & 0o111).not.toBe(0)
    expect(await readdir(join(folder, 'cache'))).toEqual(['livekit-server'])
  })

  it.each<[string, { url?: string; sha256?: string }, RegExp]>([
    ['a wrong checksum', { sha256: '0'.repeat(64) }, /SHA-256/],
    ['an archive that is not there', { url: 'gone' }, /404/],
  ])('leaves nothing behind after %s', async (_what, more, message) => {
    const change = more.url ? { url: url.replace('a.tar.gz', more.url) } : more
    await expect(fetchIt(change)).rejects.toThrow(message)
    expect(await readdir(join(folder, 'cache'))).toEqual([])
  })

  it('refuses one changed byte', async () => {
    const sha256 = createHash('sha256').update(archive).digest('hex')
    archive = Buffer.from(archive)
    archive[20] = (archive[20] ?? 0) ^ 1
    await expect(fetchIt({ sha256 })).rejects.toThrow(/SHA-256/)
  })

  it('refuses an archive without the program', async () => {
    execFileSync('tar', ['-czf', 'b.tar.gz', 'LICENSE'], { cwd: folder })
    archive = await readFile(join(folder, 'b.tar.gz'))
    await expect(fetchIt()).rejects.toThrow(/holds no livekit-server/)
  })
})
