import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { externalLink } from './externalLink.ts'

it('uses the configured server and starts nothing', async () => {
  const server = createServer((_request, response) => response.end('OK'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const credentials = { apiKey: 'key', apiSecret: 's'.repeat(32) }
  const link = externalLink({
    url: `ws://127.0.0.1:${port}/`,
    credentials,
    log: createLog('silent'),
  })
  expect(link.address()).toBeNull()
  const ready = new Promise((resolve) => link.onStatus(({ state }) => resolve(state)))
  link.start()
  expect(await ready).toBe('ready')
  expect(link.address()).toBe(`http://127.0.0.1:${port}`)
  expect(link.credentials()).toBe(credentials)
  await link.close()
  server.closeAllConnections()
  server.close()
})

it('says when it does not answer', async () => {
  const link = externalLink({
    url: 'wss://127.0.0.1:1',
    credentials: { apiKey: 'key', apiSecret: 's'.repeat(32) },
    log: createLog('silent'),
  })
  const status = new Promise((resolve) => link.onStatus(resolve))
  link.start()
  expect(await status).toMatchObject({
    state: 'down',
    detail: expect.stringContaining('127.0.0.1:1'),
  })
  expect(link.address()).toBeNull()
  await link.close()
})
