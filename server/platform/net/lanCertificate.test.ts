import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lanCertificate } from './lanCertificate.ts'

const dayMs = 86_400_000

describe('lanCertificate', () => {
  let folder: string
  const nowMs = Date.now()
  const want = () => ({ folder, addresses: ['192.168.1.20'], hostname: 'teacher-pc', nowMs })

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yanke-cert-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('names every address, localhost and the machine, for the right time', async () => {
    const made = await lanCertificate({ ...want(), addresses: ['192.168.1.20', '10.0.0.7'] })
    const certificate = new X509Certificate(made.cert)
    const names = certificate.subjectAltName ?? ''
    for (const name of [
      'DNS:localhost',
      'DNS:teacher-pc',
      'DNS:teacher-pc.local',
      'IP Address:127.0.0.1',
      'IP Address:192.168.1.20',
      'IP Address:10.0.0.7',
    ])
      expect(names).toContain(name)
    expect(made.fresh).toBe(true)
    const life = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)
    expect(life / dayMs).toBeLessThanOrEqual(398)
    expect(certificate.ca).toBe(false)
  })

  it('keeps the key to its owner and the certificate for the next start', async () => {
    const first = await lanCertificate(want())
    const second = await lanCertificate({ ...want(), nowMs: nowMs + 300 * dayMs })
    expect(second).toEqual({ ...first, fresh: false })
    expect((await stat(join(folder, 'lan-key.pem'))).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['a new address', { addresses: ['192.168.1.20', '192.168.7.7'] }],
    ['a new host name', { hostname: 'other-pc' }],
    ['less than 30 days left', { nowMs: nowMs + 368 * dayMs }],
  ])('is made anew for %s', async (_why, change) => {
    const first = await lanCertificate(want())
    const second = await lanCertificate({ ...want(), ...change })
    expect(second.fresh).toBe(true)
    expect(second.cert).not.toBe(first.cert)
  })

  it('is made anew when the file is damaged', async () => {
    await lanCertificate(want())
    await writeFile(join(folder, 'lan-cert.pem'), '-----BEGIN CERTI')
    expect((await lanCertificate(want())).fresh).toBe(true)
    expect(await readFile(join(folder, 'lan-cert.pem'), 'utf8')).toContain('END CERTIFICATE')
  })

  it('serves HTTPS that a device which trusts it accepts', async () => {
    const { key, cert } = await lanCertificate(want())
    const server = createServer({ key, cert }, (_request, response) => response.end('研课'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const body = await new Promise<string>((resolve, reject) => {
      httpsRequest({ host: '127.0.0.1', port, ca: cert }, (response) => {
        response.setEncoding('utf8').on('data', resolve)
      })
        .on('error', reject)
        .end()
    })
    expect(body).toBe('研课')
    server.closeAllConnections()
    server.close()
  })
})
