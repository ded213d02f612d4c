import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { quietLog } from '../../sync/testing/quietLog.ts'
import { createLinks } from '../createLinks.ts'
import type { LinkService } from '../Link.ts'

const SECRET = 's'.repeat(32)

/**
 * Nodes of one studio in this process, with real links between real servers. The others have not read
 * yet that there is `late`, which knows them all.
 */
export const linkedNodes = async (
  services: Readonly<Record<string, LinkService>>,
  {
    late = '',
    againMs = 1000,
    ...more
  }: { readonly late?: string; readonly againMs?: number; readonly goodbyeMs?: number } = {},
) => {
  const addresses = new Map<string, string>()
  const nodes = await Promise.all(
    Object.entries(services).map(async ([nodeId, service]) => {
      const links = createLinks({
        ...{ nodeId, secret: SECRET, service, log: quietLog, now: Date.now, againMs },
        ...more,
        nodes: {
          addressOf: (id) => (id === late ? null : (addresses.get(id) ?? null)),
          others: () =>
            [...addresses]
              .filter(([id]) => id !== nodeId && id !== late)
              .map(([id, address]) => ({ nodeId: id, address })),
          refresh: async () => {},
          close: async () => {},
        },
      })
      const sockets = new Set<Socket>()
      const server = createServer((_request, response) => response.writeHead(404).end())
      server.on('connection', (socket: Socket) => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
      })
      server.on('upgrade', (request, socket, head) => {
        if (!links.upgrade(request, socket, head)) socket.destroy()
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      addresses.set(nodeId, `http://127.0.0.1:${port}`)
      const cut = (): void => {
        for (const socket of sockets) socket.destroy()
      }
      return [nodeId, { links, sockets, cut, address: `http://127.0.0.1:${port}`, server }] as const
    }),
  )
  const byId = new Map(nodes)
  return {
    node: (nodeId: string) => {
      const found = byId.get(nodeId)
      if (!found) throw new Error(`no node ${nodeId}`)
      return found
    },
    stop: async (): Promise<void> => {
      for (const { links, server, cut } of byId.values()) {
        await links.close()
        cut()
        server.close()
        await once(server, 'close')
      }
    },
  }
}
