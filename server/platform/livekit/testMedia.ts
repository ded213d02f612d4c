import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import { createLog } from '../log.ts'
import { createMedia, type Media, type MediaConfig } from './createMedia.ts'

export const testConfig: MediaConfig = {
  tls: false,
  trustProxy: false,
  livekit: { external: null, binary: null, off: false, nodeIp: null, udpPort: 0, tcpPort: 0 },
}

export type TestMedia = {
  readonly media: Media
  readonly dataDir: string
  /** A studio in miniature: nothing but the proxy. */
  readonly port: number
  close(): Promise<void>
}

/** Settles when the media server has the wanted state. */
export const untilState = (media: Media['media'], state: string): Promise<void> =>
  new Promise((resolve) => {
    const off = media.onStatus((status) => {
      if (status.state !== state) return
      off()
      resolve()
    })
    if (media.status().state === state) {
      off()
      resolve()
    }
  })

/** The real media server on free ports behind a real proxy, for tests only. */
export const testMedia = async (config: MediaConfig = testConfig): Promise<TestMedia> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yanke-media-'))
  const log = createLog('silent')
  const media = await createMedia({ config, dataDir, log, clock: systemClock, publicIp: null })
  const server: Server = createServer((request, response) => {
    media.proxy.handle(request, response, () => response.writeHead(404).end())
  })
  server.on('upgrade', (request, socket, head) => {
    if (!media.proxy.upgrade(request, socket, head)) socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await media.start()
  return {
    media,
    dataDir,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await media.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
