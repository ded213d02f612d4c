import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/**
 * A port nobody uses on that address right now: the wanted one when it is free, else any. Somebody
 * may still take it before its user listens, so users start again with a new one when that happens.
 */
export const freePort = async (request: {
  readonly protocol: 'tcp' | 'udp'
  readonly host: string
  readonly wanted?: number
}): Promise<number> => {
  const probe = request.protocol === 'tcp' ? probeTcp : probeUdp
  if (request.wanted !== undefined && request.wanted !== 0) {
    const wanted = await probe(request.host, request.wanted).catch(() => null)
    if (wanted !== null) return wanted
  }
  return probe(request.host, 0)
}

const probeTcp = async (host: string, port: number): Promise<number> => {
  // Whoever still knocks at a port that was another's a moment ago must not end this process.
  const server = createServer((socket) => socket.on('error', () => undefined).destroy())
  const listening = once(server, 'listening')
  server.listen({ host, port, exclusive: true })
  await listening
  const taken = (server.address() as AddressInfo).port
  server.close()
  await once(server, 'close')
  return taken
}

const probeUdp = async (host: string, port: number): Promise<number> => {
  const socket = createSocket('udp4')
  const listening = once(socket, 'listening')
  socket.bind({ address: host, port, exclusive: true })
  await listening
  const taken = socket.address().port
  socket.close()
  await once(socket, 'close')
  return taken
}
